/**
 * Microsoft's own client, unmodified, in a process of its own, which is how Node is told of a certificate
 * (NODE_EXTRA_CA_CERTS). Takes what to do as JSON, and prints what came of it as JSON.
 */
import { Client, PageIterator } from "@microsoft/microsoft-graph-client";

const { base, tenant, clientId, clientSecret, walk, post } = JSON.parse(process.argv[2]);

const answer = await fetch(`${base}/graph/${tenant}/oauth2/v2.0/token`, {
  method: "POST",
  body: new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: "https://graph.microsoft.com/.default",
  }),
});
const { access_token: accessToken } = await answer.json();

const client = Client.init({
  authProvider: (done) => done(null, accessToken),
  baseUrl: `${base}/graph`,
  customHosts: new Set([new URL(base).hostname]),
});

const walked = [];
for (const path of walk ?? []) {
  const first = await client.api(path).get();
  const ids = [];
  const iterator = new PageIterator(client, first, (row) => ids.push(row.id) > 0);
  await iterator.iterate();
  walked.push({ complete: iterator.isComplete(), ids });
}
const posted = [];
for (const { path, body } of post ?? []) {
  posted.push(
    await client
      .api(path)
      .post(body)
      .catch(({ statusCode, code, message }) => ({ statusCode, code, message })),
  );
}
console.log(JSON.stringify({ walked, posted }));
