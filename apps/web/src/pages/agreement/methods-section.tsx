import { Copy } from 'lucide-react';
import { copyText } from '../../shell/copy-text.ts';
import { Button, toast } from '../../ui/index.ts';

/** How it was done, to be put into a paper. */
export function MethodsSection({
  methods,
  words,
  heading: Heading,
}: {
  readonly methods: string;
  readonly words: {
    readonly [word in 'title' | 'lead' | 'copy' | 'copied' | 'notCopied']: string;
  };
  readonly heading: 'h2' | 'h3';
}) {
  const copy = async (): Promise<void> =>
    (await copyText(methods)) ? toast(words.copied) : toast(words.notCopied, { bad: true });
  return (
    <section aria-labelledby="methods-section" className="stack tight">
      <div className="row between">
        <Heading id="methods-section" className="label">
          {words.title}
        </Heading>
        <Button icon={<Copy size={14} aria-hidden="true" />} onPress={() => void copy()}>
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
