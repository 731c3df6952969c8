// html-validate on the files as built.
import { readFileSync } from 'node:fs';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';

const RULES = {
  'doctype-style': ['error', { style: 'lowercase' }],
  // Custom properties tie each mark to its note in the margin; the pages' security policy lets nothing else in.
  'no-inline-style': 'off',
  // A button's word is text of the page, which must be the same without JavaScript; that of an input is none.
  'prefer-button': 'off',
  // A sentence's id is its paragraph's and its number, `p8.2`: HTML allows the dot, and no style rule names such an id.
  'valid-id': ['error', { relaxed: true }],
};

const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, extends: ['html-validate:recommended'], rules: RULES }));

/** Validates one HTML file and returns the errors as sentences. */
export async function markupErrors(file) {
  const report = await validator.validateString(readFileSync(file, 'utf8'), file);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, message, ruleId }) => `${line}:${column} ${message} (${ruleId})`));
}
