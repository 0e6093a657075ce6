// Starts `doudi lsp` and joins it to the editor.
"use strict";

const { commands, env, window, workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

// The words of one message, in the editor's language.
function words(key, ...args) {
  const chinese = env.language.toLowerCase().startsWith("zh");
  const table = chinese ? require("./package.nls.zh-cn.json") : require("./package.nls.json");
  return table[key].replace(/\{(\d)\}/g, (_, at) => String(args[at]));
}

async function start() {
  const settings = workspace.getConfiguration("doudi");
  const command = settings.get("path") || "doudi";
  const language = settings.get("language");
  const args = language === "zh" || language === "en" ? ["lsp", "--lang", language] : ["lsp"];
  const files = workspace.createFileSystemWatcher("**/*.{policy,txt,md}");
  client = new LanguageClient(
    "doudi",
    "doudi",
    { command, args, transport: TransportKind.stdio },
    { documentSelector: [{ scheme: "file", language: "doudi" }], synchronize: { fileEvents: files } },
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(words("failed", command, error.message || error));
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running && running.isRunning()) {
    await running.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(commands.registerCommand("doudi.restart", restart));
  context.subscriptions.push(
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("doudi") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
