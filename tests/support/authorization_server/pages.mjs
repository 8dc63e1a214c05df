// The pages a person meets: plain forms for login and consent, which a browser and a test can both fill.

const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const page = (title, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>
<h1>${escaped(title)}</h1>${body}</html>`;

const loginForm = (uid, wrong) => page('Sign in', `${wrong ? '<p role="alert">Wrong name or password.</p>' : ''}
<form method="post" action="/interaction/${escaped(uid)}/login">
<label>Name <input name="login" autofocus></label>
<label>Password <input name="password" type="password"></label>
<button name="go" value="yes">Sign in</button> <button name="go" value="no">Cancel</button></form>`);

const consentForm = (uid, client, scope) => page('Allow access?', `
<p>${escaped(client)} asks for: ${escaped(scope ?? 'nothing in particular')}</p>
<form method="post" action="/interaction/${escaped(uid)}/confirm">
<button name="go" value="yes" autofocus>Allow</button> <button name="go" value="no">Refuse</button></form>`);

export const deviceForm = (form, wrong) => page('Enter the code of your device', `
${wrong ? `<p role="alert">${escaped(wrong)}</p>` : ''}${form}
<button type="submit" form="op.deviceInputForm">Continue</button>`);

export const deviceQuestion = (form, client, code) => page('Is this your device?', `
<p>${escaped(client)} shows ${escaped(code)}</p>${form}
<button autofocus type="submit" form="op.deviceConfirmForm">Continue</button>
<button type="submit" form="op.deviceConfirmForm" value="no" name="abort">Cancel</button>`);

export const deviceDone = () => page('Your device is signed in', '<p>You may close this page.</p>');

export const errorPage = (error) => page('The login could not go on', Object.entries(error)
  .map(([name, value]) => `<p><b>${escaped(name)}</b>: ${escaped(value)}</p>`).join(''));

async function formOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function show(response, html) {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}

async function grantAll(provider, { prompt: { details }, params, session, grantId }) {
  const grant = (grantId && await provider.Grant.find(grantId))
    ?? new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (details.missingOIDCScope) grant.addOIDCScope(details.missingOIDCScope.join(' '));
  if (details.missingOIDCClaims) grant.addOIDCClaims(details.missingOIDCClaims);
  for (const [indicator, scopes] of Object.entries(details.missingResourceScopes ?? {})) {
    grant.addResourceScope(indicator, scopes.join(' '));
  }
  return grant.save();
}

// Answers /interaction/UID (the page) and what its forms post; true if the address was one of these.
export async function answerInteraction(provider, account, request, response) {
  const [, uid, step] = /^\/interaction\/([\w-]+)(?:\/(login|confirm))?$/.exec(request.url) ?? [];
  if (!uid) return false;
  const details = await provider.interactionDetails(request, response);
  if (!step) {
    show(response, details.prompt.name === 'login' ? loginForm(uid)
      : consentForm(uid, details.params.client_id, details.params.scope));
    return true;
  }
  const form = await formOf(request);
  if (form.get('go') === 'no') {
    const refusal = { error: 'access_denied', error_description: 'End-User aborted interaction' };
    await provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
  } else if (step === 'login' && !account.accepts(form.get('login'), form.get('password'))) {
    show(response, loginForm(uid, true));
  } else if (step === 'login') {
    const result = { login: { accountId: account.name, amr: ['pwd'] } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  } else {
    const result = { consent: { grantId: await grantAll(provider, details) } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }
  return true;
}
