import { Copy } from 'lucide-react';
import { agreement } from '../../messages/agreement.ts';
import { Button, toast } from '../../ui/index.ts';

const words = agreement.methods;

/** How it was done, to be put into a paper. */
export function MethodsSection({ methods }: { readonly methods: string }) {
  const copy = (): void => {
    navigator.clipboard.writeText(methods).then(
      () => toast(words.copied),
      () => toast(words.notCopied, { bad: true }),
    );
  };
  return (
    <section aria-labelledby="agreement-methods" className="stack tight">
      <div className="row between">
        <h3 id="agreement-methods" className="label">
          {words.title}
        </h3>
        <Button icon={<Copy size={14} aria-hidden="true" />} onPress={copy}>
          {words.copy}
        </Button>
      </div>
      <p className="small faint">{words.lead}</p>
      <p className="read methods" dir="auto">
        {methods}
      </p>
    </section>
  );
}
