// Makes or shows a passkey (WebAuthn). data-begin-url and data-complete-url are the two halves of the ceremony,
// data-next-url is where it leads. All words are in the page: [data-passkey="unsupported"] and [data-passkey="failed"].
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (entry) => ({ ...entry, id: toBytes(entry.id) });

function forBrowser(options) {
  const ready = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) ready.user = withBytes(options.user);
  if (options.excludeCredentials) ready.excludeCredentials = options.excludeCredentials.map(withBytes);
  if (options.allowCredentials) ready.allowCredentials = options.allowCredentials.map(withBytes);
  return ready;
}

function forServer(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = toText(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

export function connect(element) {
  const { beginUrl, completeUrl, nextUrl, token } = element.dataset;
  const button = element.querySelector("button");
  const show = (name) => { element.querySelector(`[data-passkey="${name}"]`).hidden = false; };

  async function post(url, body) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    if (!response.ok || response.redirected) throw new Error(response.status);
    return response.json();
  }

  async function ceremony() {
    const options = forBrowser(await post(beginUrl, {}));
    const ask = options.user ? "create" : "get";
    await post(completeUrl, forServer(await navigator.credentials[ask]({ publicKey: options })));
    window.location.assign(nextUrl);
  }

  if (!window.PublicKeyCredential) {
    show("unsupported");
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ceremony();
    } catch {
      show("failed");
      button.disabled = false;
    }
  });
}
