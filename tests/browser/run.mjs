// Page tests: node run.mjs [--shots DIR] SITE...
// Exit status: 0 nothing found, 1 findings, 2 the tests could not be run.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { testSite } from './pages.mjs';

try {
  const { values, positionals } = parseArgs({ options: { shots: { type: 'string' } }, allowPositionals: true });
  if (!positionals.length) throw new Error('usage: node run.mjs [--shots DIR] SITE...');
  process.exitCode = (await testSites(positionals, values.shots)) ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

/** Prints a line a page and a closing line, and returns how many findings there are. */
async function testSites(dirs, shots) {
  const total = { pages: 0, checks: 0, findings: 0 };
  for (const dir of dirs) {
    const folder = shots && path.join(shots, path.basename(path.resolve(dir)));
    if (folder) mkdirSync(folder, { recursive: true });
    const { report, names } = await testSite(dir, { shots: folder });
    for (const name of names) printPage(name, report.of(name));
    total.pages += names.length;
    total.checks += report.nChecks;
    total.findings += report.findings.length;
  }
  console.log(`page tests: ${total.pages} pages, ${total.checks} checks, ${total.findings} findings`);
  return total.findings;
}

function printPage(name, findings) {
  console.log(`/${name}: ${findings.length ? `${findings.length} findings` : 'ok'}`);
  for (const { name: check, fault } of findings) console.log(`    ${check}: ${fault}`);
}
