import { Command } from 'commander';
import { CommandProblem } from '../sentence-for.ts';
import { print } from './print.ts';
import { readJsonFile } from './read-json-file.ts';

/** `triad consolidate FILE…` */
export function consolidateCommand(): Command {
  return new Command('consolidate')
    .description(
      'Prints what the coders of each file have in common and where they differ: a line of JSON for each.',
    )
    .argument(
      '<file...>',
      'files with one text each: its coders, their spans and sketches, as JSON',
    )
    .option(
      '--strategy <name>',
      'which spans are proposed: all, majority, at-least:n, union, intersection or coder:ID',
      'majority',
    )
    .action(async (paths: readonly string[], { strategy: name }: { readonly strategy: string }) => {
      const { ConsolidationError, consolidate, parseStrategy, readConsolidationInput } =
        await import('@triad/consolidation');
      /** `where` names the file, if it is one that is off. */
      const tell = <Result>(where: string, act: () => Result): Result => {
        try {
          return act();
        } catch (error) {
          if (!(error instanceof ConsolidationError)) throw error;
          throw new CommandProblem(where + error.message);
        }
      };
      const strategy = tell('', () => parseStrategy(name));
      for (const path of paths) {
        const input = await readJsonFile(path);
        const found = tell(`${path}: `, () => consolidate(readConsolidationInput(input), strategy));
        await print(`${JSON.stringify(found)}\n`);
      }
    });
}
