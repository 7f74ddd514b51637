import { backup, restoreBackup } from './backup.ts';
import { check } from './check.ts';
import { version } from './compose.ts';
import { planSchema } from './plan-schema.ts';
import { replay } from './replay.ts';
import { report } from './report.ts';
import { serve } from './serve.ts';

const help = `stagewatch ${version}: watches a staged rollout and says advance, hold or roll back, with the evidence.

  stagewatch serve                  serve the page and the API (STAGEWATCH_HOST, STAGEWATCH_PORT)
  stagewatch check FILE.md… [--live] [--json] [--format github]
                                    read a plan and list its findings; exit 0, 1 (must fix) or 2 (unreadable);
                                    --live asks the sources once for every signal
  stagewatch replay FILE.md --stage ID --series FILE.json [--at ISO] [--limit ID=LIMIT] [--json]
                                    judge recorded series again, bucket by bucket; exit 0, or 2 (can't be replayed)
  stagewatch schema                 print the JSON Schema of a plan's block, for editors
  stagewatch backup FILE            write all records into one file, while Stagewatch runs
  stagewatch restore FILE [--replace]
                                    read them into an empty store (--replace: delete what is there first)
  stagewatch report ROLLOUT --into FILE.md [--insert] [--dry-run] [--server URL]
                                    fill the plan's Results into a checkout's file; exit 0, 1 (in dispute) or 2
  stagewatch help                   this text`;

async function run(argv: readonly string[]): Promise<number> {
  const [command, ...args] = argv;
  switch (command) {
    case 'serve':
      return serve(process.env);
    case 'check':
      return check(args, process.env);
    case 'replay':
      return replay(args);
    case 'schema':
      console.log(JSON.stringify(planSchema(), null, 2));
      return 0;
    case 'backup':
      return backup(args, process.env);
    case 'restore':
      return restoreBackup(args, process.env);
    case 'report':
      return report(args, { fetch: globalThis.fetch, env: process.env });
    case undefined:
    case 'help':
    case '--help':
      console.log(help);
      return 0;
    default:
      console.error(`There is no command "${command}".\n\n${help}`);
      return 2;
  }
}

const code = await run(process.argv.slice(2));
// Streams that browsers keep open must not keep a stopped server alive; output is flushed first.
process.stdout.write('', () => process.exit(code));
