import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { newBridge } from './bridge/new-bridge.ts';
import { UsageError } from './bridge/usage-error.ts';
import { REPOSITORY } from './data-dir.ts';

/** `npm run new-bridge`: the folder of a bridge that is to be written. Exit code 2 for wrong usage. */

const WRONG_USAGE = 2;

const program = new Command('new-bridge')
  .description('Makes bridges/<id>/, which compiles, and whose conformance suite fails by the name of each part until it is written.')
  .argument('<id>', 'the folder’s name and the bridge’s id: lower-case letters, digits and hyphens')
  .option('--bridges <folder>', 'where the bridges live', join(REPOSITORY, 'bridges'))
  .addHelpText(
    'after',
    '\nIt is named in bridges/registry.ts and off until its manifest loses `offByDefault`. docs/adding-a-bridge.md says what each file is for.',
  )
  .exitOverride()
  .action((id: string, { bridges }: { bridges: string }) => {
    const files = newBridge(id, bridges);
    console.log(`${files.map((file) => `bridges/${file}`).join('\n')}\n`);
    console.log(`What is to be written, by name: npx vitest run --project unit bridges/${id}`);
    console.log(
      `In use, once it answers: ROUTEBOOK_BRIDGES names it, or its manifest no longer says offByDefault. See docs/adding-a-bridge.md.`,
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError || error instanceof UsageError)) throw error;
  if (error instanceof UsageError) console.error(error.message);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : WRONG_USAGE;
}
