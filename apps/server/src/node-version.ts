const NEEDED = 26;

/**
 * Ends the process with one sentence where it runs on another Node than the workspace's own: a
 * failed install step falls back to the machine's Node without a word.
 */
export function refuseOtherNode(version: string = process.versions.node): void {
  if (Number(version.split('.', 1)[0]) === NEEDED) return;
  process.stderr.write(
    `Triad needs Node ${NEEDED} and is run by Node ${version}. Run 'npx -y pnpm@12 install' once, which brings it along, then start Triad by 'npx -y pnpm@12 start'.\n`,
  );
  process.exit(2);
}
