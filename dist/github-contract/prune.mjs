// Makes src/main/resources/io/closedloop/contract/* from what GitHub publishes. Run in this folder:
//
//   npm install --no-save @octokit/openapi@23 @octokit/graphql-schema@15 @octokit/webhooks-examples@7 graphql@16
//   node prune.mjs
//
// Of GitHub's OpenAPI document it keeps the operations named below with the schemas they reach, without prose and
// examples, and writes the schemas as JSON Schema 2020-12. Of the GraphQL schema it keeps the fields named below with
// the plain fields of their types. Of the webhook payloads it keeps the shortest of each event and action.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as gql from 'graphql';

const require = createRequire(import.meta.url);
const out = new URL('src/main/resources/io/closedloop/contract/', import.meta.url);
const repo = '/repos/{owner}/{repo}';
const OPERATIONS = {
  '/user': 'get',
  '/rate_limit': 'get',
  '/app': 'get',
  '/app/installations': 'get',
  '/app/installations/{installation_id}': 'get',
  '/app/installations/{installation_id}/access_tokens': 'post',
  '/installation/repositories': 'get',
  [repo]: 'get',
  [repo + '/installation']: 'get',
  [repo + '/branches']: 'get',
  [repo + '/branches/{branch}']: 'get',
  [repo + '/rules/branches/{branch}']: 'get',
  [repo + '/contents/{path}']: 'get',
  [repo + '/tarball/{ref}']: 'get',
  [repo + '/actions/workflows']: 'get',
  [repo + '/actions/workflows/{workflow_id}/runs']: 'get',
  [repo + '/actions/runs']: 'get',
  [repo + '/actions/runs/{run_id}']: 'get',
  [repo + '/actions/runs/{run_id}/jobs']: 'get',
  [repo + '/actions/runs/{run_id}/attempts/{attempt_number}']: 'get',
  [repo + '/actions/runs/{run_id}/attempts/{attempt_number}/jobs']: 'get',
  [repo + '/actions/runs/{run_id}/artifacts']: 'get',
  [repo + '/actions/artifacts/{artifact_id}/{archive_format}']: 'get',
  [repo + '/actions/runs/{run_id}/rerun']: 'post',
  [repo + '/actions/runs/{run_id}/rerun-failed-jobs']: 'post',
  [repo + '/actions/runs/{run_id}/cancel']: 'post',
  [repo + '/actions/jobs/{job_id}']: 'get',
  [repo + '/actions/jobs/{job_id}/logs']: 'get',
  [repo + '/actions/jobs/{job_id}/rerun']: 'post',
  [repo + '/check-runs']: 'post',
  [repo + '/check-runs/{check_run_id}']: 'get patch',
  [repo + '/check-runs/{check_run_id}/annotations']: 'get',
  [repo + '/commits']: 'get',
  [repo + '/commits/{ref}']: 'get',
  [repo + '/commits/{ref}/check-runs']: 'get',
  [repo + '/commits/{ref}/status']: 'get',
  [repo + '/commits/{ref}/statuses']: 'get',
  [repo + '/commits/{commit_sha}/pulls']: 'get',
  [repo + '/compare/{basehead}']: 'get',
  [repo + '/statuses/{sha}']: 'post',
  [repo + '/git/ref/{ref}']: 'get',
  [repo + '/git/refs']: 'post',
  [repo + '/git/refs/{ref}']: 'patch delete',
  [repo + '/git/trees/{tree_sha}']: 'get',
  [repo + '/git/trees']: 'post',
  [repo + '/git/commits/{commit_sha}']: 'get',
  [repo + '/git/commits']: 'post',
  [repo + '/git/blobs/{file_sha}']: 'get',
  [repo + '/git/blobs']: 'post',
  [repo + '/pulls']: 'get post',
  [repo + '/pulls/{pull_number}']: 'get patch',
  [repo + '/pulls/{pull_number}/files']: 'get',
  [repo + '/issues']: 'get post',
  [repo + '/issues/{issue_number}']: 'get patch',
  [repo + '/issues/{issue_number}/comments']: 'get post',
  [repo + '/issues/comments/{comment_id}']: 'get patch',
};
const FIELDS = {
  Query: ['viewer'],
  Mutation: ['createCommitOnBranch'],
  CreateCommitOnBranchPayload: ['clientMutationId', 'commit', 'ref'],
};
const PROSE = ['description', 'summary', 'tags', 'externalDocs', 'example', 'examples', 'headers', 'deprecated',
  'x-github', 'x-github-breaking-changes', 'x-githubEnterpriseOverlays', 'title', 'discriminator', 'default'];
// GitHub's parameter takes a range as well: >=2026-01-01.
const LOOSE_PARAMETERS = ['created'];

function openapi() {
  const full = JSON.parse(readFileSync(require.resolve('@octokit/openapi/generated/api.github.com.json')));
  const schemas = {};

  function resolve(ref) {
    return ref.slice(2).split('/').reduce((node, key) => node[key], full);
  }
  function bare(node) {
    return node && node.$ref && !node.$ref.startsWith('#/components/schemas/') ? bare(resolve(node.$ref)) : node;
  }
  function schema(node) {
    if (node.$ref) {
      const name = node.$ref.split('/').pop();
      if (!(name in schemas)) {
        schemas[name] = null;
        schemas[name] = schema(resolve(node.$ref));
      }
      return { $ref: '#/components/schemas/' + name };
    }
    const made = {};
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') {
        made.properties = Object.fromEntries(Object.entries(value).map(([name, each]) =>
          // Where GitHub lists installations, an account would have to be a user and an enterprise at once.
          [name, schema(name === 'account' && each.allOf ? { nullable: each.nullable, anyOf: each.allOf } : each)]));
      } else if (['items', 'not', 'additionalProperties'].includes(key) && typeof value === 'object') {
        made[key] = schema(value);
      } else if (['allOf', 'anyOf'].includes(key)) {
        made[key] = value.map(schema);
      } else if (key === 'oneOf') {
        // GitHub's alternatives overlap.
        made.anyOf = value.map(schema);
      } else if (key !== 'nullable' && !PROSE.includes(key)) {
        made[key] = value;
      }
    }
    if (!node.nullable) {
      return made;
    }
    if (made.type && !made.allOf && !made.anyOf) {
      made.type = [made.type, 'null'];
      if (made.enum && !made.enum.includes(null)) {
        made.enum = [...made.enum, null];
      }
      return made;
    }
    // One list of alternatives: the validator gets lost in one within another.
    const alone = made.anyOf && Object.keys(made).length === 1;
    return { anyOf: [{ type: 'null' }, ...(alone ? made.anyOf : [made])] };
  }
  function content(node) {
    return Object.fromEntries(Object.entries(node ?? {}).map(([type, each]) => [type,
      each.schema ? { schema: schema(each.schema) } : {}]));
  }
  function parameter(node) {
    const { name, in: where, required, schema: of } = bare(node);
    return { name, in: where, required: !!required, schema: LOOSE_PARAMETERS.includes(name) ? {} : schema(of) };
  }
  const paths = {};
  for (const [path, methods] of Object.entries(OPERATIONS)) {
    if (!full.paths[path]) {
      throw new Error('GitHub has no ' + path);
    }
    paths[path] = {};
    for (const method of methods.split(' ')) {
      const operation = full.paths[path][method];
      const made = { operationId: operation.operationId, parameters: (operation.parameters ?? []).map(parameter) };
      if (operation.requestBody) {
        const body = bare(operation.requestBody);
        made.requestBody = { required: !!body.required, content: content(body.content) };
      }
      made.responses = Object.fromEntries(Object.entries(operation.responses).map(([status, response]) => [status,
        { description: '', content: content(bare(response).content) }]));
      paths[path][method] = made;
    }
  }
  const { title, version, license } = full.info;
  schema({ $ref: '#/components/schemas/basic-error' });
  return { openapi: '3.1.0', info: { title, version, license }, paths, components: { schemas } };
}

function graphql() {
  const full = gql.parse(readFileSync('node_modules/@octokit/graphql-schema/schema.graphql', 'utf8'),
    { noLocation: true });
  const types = new Map(full.definitions.filter(each => each.name).map(each => [each.name.value, each]));
  const named = type => type.type ? named(type.type) : type.name.value;
  const plain = field => {
    const type = types.get(named(field.type));
    return !field.arguments?.some(argument => argument.type.kind === 'NonNullType')
      && (!type || ['ScalarTypeDefinition', 'EnumTypeDefinition'].includes(type.kind));
  };
  const kept = new Map();
  function keep(name) {
    const type = types.get(name);
    if (!type || kept.has(name)) {
      return;
    }
    const made = { ...type, description: undefined, directives: [], interfaces: [] };
    kept.set(name, made);
    if (made.values) {
      made.values = made.values.map(each => ({ ...each, description: undefined, directives: [] }));
    }
    if (made.fields) {
      made.fields = made.fields
        .filter(each => FIELDS[name] ? FIELDS[name].includes(each.name.value)
          : type.kind === 'InputObjectTypeDefinition' || plain(each))
        .map(each => ({ ...each, description: undefined, directives: [],
          arguments: each.arguments?.map(one => ({ ...one, description: undefined, directives: [] })) }));
      for (const field of made.fields) {
        keep(named(field.type));
        (field.arguments ?? []).forEach(argument => keep(named(argument.type)));
      }
    }
  }
  ['Query', 'Mutation'].forEach(keep);
  return gql.print({ kind: 'Document', definitions: [...kept.values()] }) + '\n';
}

function events() {
  const shortest = new Map();
  for (const { name, examples } of require('@octokit/webhooks-examples')) {
    for (const payload of examples) {
      const key = name + '.' + (payload.action ?? '');
      const text = JSON.stringify(payload);
      if (!shortest.has(key) || text.length < shortest.get(key).text.length) {
        shortest.set(key, { event: name, text });
      }
    }
  }
  return [...shortest.values()].map(({ event, text }) => `{"event":"${event}","payload":${text}}\n`).join('');
}

const document = openapi();
writeFileSync(new URL('github-openapi.json', out), JSON.stringify(document, null, 1) + '\n');
writeFileSync(new URL('github.graphql', out), graphql());
writeFileSync(new URL('webhook-examples.ndjson.gz', out), gzipSync(events(), { level: 9 }));
