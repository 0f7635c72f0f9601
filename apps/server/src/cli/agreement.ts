import type { AgreementInput, GammaOptions, Report, Resampling, Sampler } from '@triad/agreement';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CommandProblem } from '../sentence-for.ts';
import { print } from './print.ts';
import { readJsonFile } from './read-json-file.ts';

type Options = {
  readonly gamma?: true;
  readonly alpha: number;
  readonly beta: number;
  readonly sampler: Sampler;
  readonly samples: number;
  readonly bootstrap?: true;
  readonly resamples: number;
  readonly seed: number;
};

/** Resamples times cells: some twenty seconds. */
const MOST_DRAWS = 100_000_000;

/** `triad agreement FILE...` */
export function agreementCommand(): Command {
  return new Command('agreement')
    .description(
      'Prints agreement figures for each file as one line of JSON: spans of several coders over one text, {"length", "labels"?, "coders": [{"id", "spans": [{"start", "end", "label"}]}]}, or a table with a row per coder, {"table": [[value or null, ...], ...]}. An undefined figure is null; "reasons" says why.',
    )
    .argument('<file...>', 'the files to read, each one JSON object')
    .option('--gamma', 'gamma too, over spans')
    .option('--alpha <weight>', 'weight of position in gamma', number(0, 1_000_000), 1)
    .option('--beta <weight>', 'weight of labels in gamma', number(0, 1_000_000), 1)
    .addOption(
      new Option('--sampler <name>', 'how random codings are drawn')
        .choices(['shuffle', 'statistical'])
        .default('shuffle'),
    )
    .option('--samples <number>', 'random codings to draw', wholeNumber(1, 100_000), 500)
    .option('--bootstrap', '95 percent limits of nominal alpha too, over tables')
    .option('--resamples <number>', 'tables to draw', wholeNumber(1, 1_000_000), 5000)
    .option('--seed <number>', 'where chance begins', wholeNumber(0, 2 ** 31 - 1), 1)
    .action(async (paths: readonly string[], options: Options) => {
      for (const path of paths) {
        const report = await reportOn(path, options);
        await print(`${JSON.stringify(report)}\n`);
      }
    });
}

async function reportOn(path: string, options: Options): Promise<Report> {
  const { InputError, readAgreementInput, reportSpans, reportTable } =
    await import('@triad/agreement');
  const given = await readJsonFile(path);
  let input: AgreementInput;
  try {
    input = readAgreementInput(given);
  } catch (error) {
    if (error instanceof InputError) throw new CommandProblem(`${path}: ${error.message}`);
    throw error;
  }
  const { alpha, beta, sampler, samples, resamples, seed } = options;
  if (input.kind === 'spans') {
    const gamma: GammaOptions = { alpha, beta, sampler, samples, seed };
    return reportSpans(input.continuum, options.gamma ? { gamma } : {});
  }
  if (!options.bootstrap) return reportTable(input.table);
  if (resamples * input.table.length * (input.table[0]?.length ?? 0) > MOST_DRAWS) {
    throw new CommandProblem(
      `${path}: The table is too long for so many --resamples; ask for fewer.`,
    );
  }
  const bootstrap: Resampling = { resamples, seed };
  return reportTable(input.table, { bootstrap });
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,15}$/.test(text) || Number(text) < least || Number(text) > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return Number(text);
  };
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,15}(\.\d{1,15})?$/.test(text) || Number(text) < least || Number(text) > most) {
      throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
    }
    return Number(text);
  };
}
