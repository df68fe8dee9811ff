// Octokit's own middleware as its documentation sets it up; arguments: port, secret.
import { createServer } from "node:http";
import { Webhooks, createNodeMiddleware } from "@octokit/webhooks";

const [port, secret] = process.argv.slice(2);
const webhooks = new Webhooks({ secret });
webhooks.on("workflow_run", () => {});
const middleware = createNodeMiddleware(webhooks, { path: "/webhooks/github", log: { debug() {}, info() {}, warn() {}, error() {} } });
createServer(async (request, response) => {
  if (request.method === "GET") {
    response.end("ready");
  } else if (!(await middleware(request, response))) {
    response.writeHead(404).end();
  }
}).listen(Number(port), "127.0.0.1");
