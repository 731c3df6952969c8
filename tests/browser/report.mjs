// Collects what the checks find. Each check is counted, so that one that never ran cannot pass for one that found nothing.

export class Report {
  nChecks = 0;
  findings = [];

  /** Counts one check of `page` and records each of `faults` (sentences) as a finding. */
  check(page, name, faults) {
    this.nChecks += 1;
    for (const fault of faults) this.findings.push({ page: `/${page}`, name, fault });
  }

  of(page) {
    return this.findings.filter((finding) => finding.page === `/${page}`);
  }
}
