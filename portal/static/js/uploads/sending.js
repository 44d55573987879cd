// Sends one file so that it survives a broken connection (tus 1.0.0), or, where a form has no door for that, in one go.
// Tells the row: progress(part), again(), failed(cause, words), done(page). Returns what can stop it or go on.
const PIECE = 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10000, 20000];
// Answers after which the same bytes may be tried again.
const PASSING = new Set([0, 409, 423, 429, 460]);

let library;

function load() {
  library ||= import("../../vendor/tus.min.js").then(() => window.tus);
  return library;
}

// Where an upload is, by the file's own content: only the same bytes go on. Kept no longer than the tab.
const places = {
  findAllUploads: async () => [],
  findUploadsByFingerprint: async (key) => {
    const uploadUrl = sessionStorage.getItem(key);
    return uploadUrl ? [{ uploadUrl, urlStorageKey: key }] : [];
  },
  removeUpload: async (key) => sessionStorage.removeItem(key),
  addUpload: async (key, { uploadUrl }) => {
    sessionStorage.setItem(key, uploadUrl);
    return key;
  },
};

async function digest(blob) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// Adds to each piece the checksum by which the server knows that it is whole.
function checked(stack) {
  return {
    getName: () => stack.getName(),
    createRequest(method, url) {
      const request = stack.createRequest(method, url);
      const send = request.send.bind(request);
      request.send = async (body) => {
        if (body && window.crypto?.subtle) request.setHeader("Upload-Checksum", `sha256 ${base64(await digest(body))}`);
        return send(body);
      };
      return request;
    },
  };
}

const token = (form) => form.elements.csrfmiddlewaretoken.value;

export async function resumable(form, file, row) {
  const { DefaultHttpStack, Upload } = await load();
  const door = form.dataset.uploadDoor;
  let isSignedOut = false;
  const upload = new Upload(file, {
    endpoint: door,
    chunkSize: /2g/.test(navigator.connection?.effectiveType) ? PIECE / 4 : PIECE,
    retryDelays: PAUSES,
    headers: { "X-CSRFToken": token(form) },
    metadata: { filename: file.name, filetype: file.type },
    httpStack: checked(new DefaultHttpStack()),
    urlStorage: places,
    removeFingerprintOnSuccess: true,
    fingerprint: async () => (window.crypto?.subtle ? `${door} ${base64(await digest(file))}` : null),
    onAfterResponse: (_request, response) => {
      // The sign-in page answers instead of the door, or refuses what it does not know.
      isSignedOut = !response.getHeader("Tus-Resumable") && /^2|403|405/.test(response.getStatus());
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const may = !isSignedOut && navigator.onLine && (PASSING.has(status) || (status >= 500 && status !== 507));
      if (may) row.again();
      return may;
    },
    onProgress: (sent, all) => row.progress(sent / all),
    onChunkComplete: () => document.dispatchEvent(new Event("saved")),
    onSuccess: () => row.done(),
    onError: (error) => row.failed(...(isSignedOut ? ["session"] : cause(error.originalResponse))),
  });
  for (const known of (await upload.findPreviousUploads()).slice(0, 1)) upload.resumeFromPreviousUpload(known);
  upload.start();
  return { stop: () => upload.abort(true).catch(() => {}), goOn: () => upload.start() };
}

// The server names causes itself, in the reader's language; what has no words of its own has some in the page.
function cause(response) {
  if (!response) return ["offline"];
  const status = response.getStatus();
  const isText = response.getHeader("Content-Type")?.startsWith("text/plain");
  const words = isText ? response.getBody() : "";
  if (PASSING.has(status) || status >= 500 || status === 404 || status === 410) return ["server", words];
  return ["refused", words];
}

export async function atOnce(form, file, row) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", token(form));
  data.append(form.querySelector('input[type="file"]').name, file);
  const request = new XMLHttpRequest();
  const go = () => {
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(data);
  };
  request.upload.addEventListener("progress", (event) => row.progress(event.loaded / event.total));
  request.addEventListener("error", () => row.failed("offline"));
  request.addEventListener("load", () => {
    if (request.status >= 500) row.failed("server");
    else row.done(new DOMParser().parseFromString(request.responseText, "text/html"), request.responseURL);
  });
  go();
  return { stop: () => request.abort(), goOn: go };
}
