// node apex.cjs FILE...: what the Apex grammar finds wrong in classes, and which methods they have, as JSON.
const fs = require("fs");
const { ApexErrorListener, ApexParserBaseVisitor, ApexParserFactory } = require("@apexdevtools/apex-parser");

class Faults extends ApexErrorListener {
  found = [];

  apexSyntaxError(line, column, message) {
    this.found.push({ line, column, message });
  }
}

class Methods extends ApexParserBaseVisitor {
  found = [];

  visitMethodDeclaration(context) {
    this.found.push(context.id().getText());
    return this.visitChildren(context);
  }
}

const judged = process.argv.slice(2).map((path) => {
  const faults = new Faults();
  const { parser } = ApexParserFactory.createLexerAndParser(fs.readFileSync(path, "utf8"), faults);
  const methods = new Methods();
  methods.visit(parser.compilationUnit());
  return { faults: faults.found, methods: methods.found };
});
process.stdout.write(JSON.stringify(judged));
