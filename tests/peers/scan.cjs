// node scan.cjs FILE...: the findings of Lightning Flow Scanner as JSON, one for each element that a rule names.
const scanner = require("@flow-scanner/lightning-flow-scanner-core");

async function main(files) {
  const parsed = await scanner.parse(files);
  const findings = [];
  for (const one of parsed) {
    if (one.errorMessage || !one.flow) {
      throw new Error(`${one.uri}: ${one.errorMessage}`);
    }
  }
  for (const { flow, ruleResults } of scanner.scan(parsed)) {
    for (const { ruleName, occurs, errorMessage, details } of ruleResults) {
      if (errorMessage) {
        throw new Error(`${ruleName} on ${flow.name}: ${errorMessage}`);
      }
      if (occurs) {
        for (const { name, metaType, type } of details) {
          findings.push({ flow: flow.name, rule: ruleName, element: name, type: type || metaType });
        }
      }
    }
  }
  const rules = scanner.getRules().map((rule) => rule.name);
  process.stdout.write(JSON.stringify({ flows: parsed.map((one) => one.flow.name), rules, findings }));
}

main(process.argv.slice(2)).catch((problem) => {
  console.error(problem);
  process.exit(1);
});
