// What a page does beyond its forms: it shows what has changed elsewhere, and says honestly what is saved.
// Every link and every form works without it. It knows these attributes: data-feed (where a page hears that
// something has changed), data-live (what is renewed then) and data-autosave (a form that saves itself; with
// data-unsaved where what stands in it was not taken). What it says stands at the element "state", in the
// language of the page: data-lost, data-saved and their like.
"use strict";

const PATIENCE = 10_000; // milliseconds until an answer counts as not coming
const state = document.getElementById("state");
let lost = false; // whether the server was last found away
let leaving = false; // whether a form is on its way, so that leaving the page loses nothing

function told(name, parts = {}) {
  return state.dataset[name].replace(/\{(\w+)\}/g, (_, part) => parts[part]);
}

function say(text, kind = "") {
  if (state.textContent !== text) state.textContent = text; // A screen reader hears only what is new.
  state.className = kind;
}

function missed() {
  if (!lost) say(told("lost"), "wrong");
  lost = true;
}

function found() {
  if (!lost || !navigator.onLine) return; // An answer may still come in that was on its way.
  lost = false;
  say(told("found"));
  setTimeout(() => state.textContent === told("found") && say(""), 4000);
  savingForms().filter(isTouched).forEach(save);
}

async function ask(address, body = null) {
  const call = { method: body ? "POST" : "GET", body, headers: { "x-part": "main" }, signal: AbortSignal.timeout(PATIENCE) };
  // What is small arrives also when the page is left meanwhile; what is larger a browser refuses to send so.
  const answer = await fetch(address, { ...call, keepalive: Boolean(body) && `${body}`.length < 50_000 });
  if (answer.status >= 500) throw new Error("the server is not well");
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

function whatIsWrong(page) {
  const parts = [...page.querySelectorAll("p.problem"), ...page.querySelectorAll(".problem p")];
  return parts.map((part) => part.textContent.trim()).find((text) => text) ?? told("stale");
}

function hasMoved(answer) {
  const isElsewhere = answer.redirected && answer.url !== location.href.split("#")[0];
  if (isElsewhere && !leaving && !postForms().some(hasTyped)) location.assign(answer.url);
  return isElsewhere;
}

// Fields: what stands in one against what the server last knew of it

const isField = (node) => node.matches?.("input:not([type=hidden]), select, textarea") ?? false;
const isTicked = (field) => field.type === "radio" || field.type === "checkbox";
const valueOf = (field) => (isTicked(field) ? field.checked : field.value);
const isChanged = (field) => valueOf(field) !== knownOf(field);
const isTyped = (field) => isField(field) && !isTicked(field) && isChanged(field);
const fieldsOf = (form) => [...form.elements].filter(isField);
const isRefused = (form) => form.hasAttribute("data-unsaved"); // What stands in it was sent, and not taken.
const isTouched = (form) => isRefused(form) || fieldsOf(form).some(isChanged);
const savingForms = () => [...document.querySelectorAll("form[data-autosave]")];
const postForms = () => [...document.querySelectorAll("form[method=post]")];
const hasTyped = (form) => fieldsOf(form).some(isTyped);

function knownOf(field) {
  if (isTicked(field)) return field.defaultChecked;
  if (field.nodeName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
}

function put(field, value) {
  if (isTicked(field)) field.checked = value;
  else field.value = value;
}

function setKnown(field, value) {
  if (isTicked(field)) field.defaultChecked = value;
  else if (field.nodeName !== "SELECT") field.defaultValue = value;
  else for (const option of field.options) option.defaultSelected = option.value === value;
}

// Live parts: what differs is changed and nothing else, so that focus, place and open folds stay

function isAnother(old, fresh) {
  const differ = (...names) => names.some((name) => old.getAttribute(name) !== fresh.getAttribute(name));
  if (old.nodeName !== fresh.nodeName) return true;
  if (old.nodeType !== Node.ELEMENT_NODE) return false;
  if (old.nodeName === "FORM") return differ("id", "action") || purposeOf(old) !== purposeOf(fresh);
  if (isField(old)) return differ("id", "type", "name") || (isTicked(old) && differ("value"));
  const [ticked, other] = [old, fresh].map((node) => node.nodeName === "LABEL" && node.querySelector("input"));
  if (ticked && other) return isAnother(ticked, other);
  return differ("id");
}

// What was picked for one question must not stand as picked for the next.
const purposeOf = (form) => [...form.querySelectorAll("[type=hidden]")].map((field) => field.value).join("\n");

function renew(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (isAnother(old, fresh)) return void old.replaceWith(fresh);
  if (old.nodeType !== Node.ELEMENT_NODE) return void (old.data = fresh.data);
  for (const name of new Set([...old.getAttributeNames(), ...fresh.getAttributeNames()])) {
    const value = fresh.getAttribute(name);
    if (old.nodeName === "DETAILS" && name === "open") continue; // Folds are the reader's.
    if (value === null) old.removeAttribute(name);
    else if (value !== old.getAttribute(name)) old.setAttribute(name, value);
  }
  renewWithin(old, [...fresh.childNodes]);
}

function renewWithin(old, coming) { // What still comes stays where it is: it may hold what was just picked.
  let piece = old.firstChild;
  const forms = [...old.children].filter((node) => node.nodeName === "FORM");
  const goesOn = !forms.length || coming.some((fresh) => forms.some((form) => !isAnother(form, fresh)));
  const drop = () => {
    const gone = piece;
    piece = piece.nextSibling;
    // What was wrong with one's own answer is still so, whatever others do meanwhile.
    if (isOwnAnswer || !goesOn || !gone.matches?.(".notice.problem")) gone.remove();
  };
  coming.forEach((fresh, at) => {
    while (piece && !coming.slice(at).some((later) => !isAnother(piece, later))) drop();
    if (!piece || isAnother(piece, fresh)) return old.insertBefore(fresh, piece);
    const same = piece;
    piece = piece.nextSibling;
    renew(same, fresh);
  });
  while (piece) drop();
}

let isOwnAnswer = false; // whether the page comes as the answer to what was sent from here

// What stands in a field by its reader's hand; of several to choose from, one that is picked holds for all.
function ownOf(field) {
  const group = field.type === "radio" && field.form ? fieldsOf(field.form) : [field];
  const isHeld = group.some((one) => one.name === field.name && isChanged(one));
  return isHeld || (isOwnAnswer && field === document.activeElement && !isTicked(field)) ? valueOf(field) : undefined;
}

const isInView = ({ top, bottom }) => top >= 0 && bottom <= innerHeight;

function update(page, isOwn) {
  isOwnAnswer = isOwn;
  const field = document.activeElement;
  const wasInView = isInView(field.getBoundingClientRect());
  for (const fresh of page.querySelectorAll("[data-live][id]")) {
    const old = document.getElementById(fresh.id);
    if (!old || old === fresh || old.isEqualNode(fresh)) continue;
    if (!isOwn && holdsUnsaved(old)) continue;
    if (old.contains(field) && isTyped(field)) {
      field.addEventListener("blur", refresh, { once: true });
      continue;
    }
    const held = old.contains(field);
    const stands = [...old.querySelectorAll("*")].filter(isField).map((one) => [one, ownOf(one)]);
    renew(old, document.importNode(fresh, true)); // One part may hold others, which come by themselves.
    for (const [one, value] of stands) put(one, value ?? knownOf(one));
    const part = document.getElementById(fresh.id);
    const about = document.querySelector(`[name][aria-describedby~="${CSS.escape(part.id)}"]`);
    if (part.matches(".problem")) about?.setAttribute("aria-invalid", Boolean(part.textContent.trim()));
    if (held && !field.isConnected) refocus(field, part);
  }
  if (wasInView && !isInView(field.getBoundingClientRect())) field.scrollIntoView({ block: "nearest" });
}

// What could not be saved stays in a form that can be sent, and so does what was said of it, whoever writes on.
function holdsUnsaved(part) {
  const stays = (form) => form.contains(part) || part.querySelector(".notice.problem");
  return savingForms().some((form) => (isTouched(form) && part.contains(form)) || (isRefused(form) && stays(form)));
}

function refocus(gone, part) {
  const again = gone.id && document.getElementById(gone.id);
  if (!again) part.tabIndex = -1;
  (again || part).focus({ preventScroll: true });
}

// The feed: each word of a change makes the page ask for itself

let saved = 0; // how often saving from here has begun or ended
let asked = Promise.resolve();
let isWaiting = false;

function refresh() { // one at a time; resolves to whether the page is as the server has it
  if (!isWaiting) asked = asked.then(askAgain);
  isWaiting = true;
  return asked;
}

async function askAgain() {
  isWaiting = false;
  const before = saved;
  try {
    const { answer, page } = await ask(location.href);
    found();
    if (before !== saved) return askAgain(); // It may be from before what was saved meanwhile.
    if (hasMoved(answer)) return true;
    if (!answer.ok) return say(whatIsWrong(page), "wrong");
    update(page, false);
    return true;
  } catch {
    return missed();
  }
}

let source = null;
let failures = 0;
let trial = 0;

function listen() {
  source = new EventSource(document.body.dataset.feed);
  source.onmessage = () => { failures = 0; refresh(); };
  source.onerror = tryAgain;
}

function rest() {
  clearTimeout(trial);
  source?.close();
}

function tryAgain() { // later each time, and not all phones of a room at once
  rest();
  const pause = Math.min(300 * 1.6 ** failures++, 5000) * (0.7 + 0.6 * Math.random());
  trial = setTimeout(async () => ((await refresh()) ? listen() : tryAgain()), pause);
}

function wake() {
  rest();
  failures = 0;
  if (!document.hidden) listen();
}

if (document.body.dataset.feed) {
  // A browser grants a server six connections: pages that nobody sees do not keep theirs.
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : wake()));
  addEventListener("offline", () => { rest(); missed(); });
  addEventListener("online", wake);
  addEventListener("pagehide", rest);
  addEventListener("pageshow", wake);
}

// Forms that save themselves

const sendings = new WeakMap(); // of each form: its timer, its last saving, whether it was refused or is being sent
const sendingOf = (form) => sendings.get(form) ?? sendings.set(form, {}).get(form);
const whereTo = (form) => form.getAttribute("action") ?? location.href; // A field may be called "action".
const draftOf = (form) => `typed ${location.pathname}${location.search} ${form.getAttribute("id") ?? ""}`;

function keepDraft(form) {
  const stands = fieldsOf(form).map((field, at) => [at, field.name, knownOf(field), valueOf(field)]);
  const typed = stands.filter(([, , known, value]) => known !== value);
  try {
    if (typed.length) sessionStorage.setItem(draftOf(form), JSON.stringify(typed));
    else sessionStorage.removeItem(draftOf(form));
  } catch { /* Where the browser keeps nothing, the page alone holds it. */ }
}

function takeDraft(form) {
  const fields = fieldsOf(form);
  const kept = JSON.parse(sessionStorage.getItem(draftOf(form)) ?? "[]");
  const typed = kept.filter(([at, name]) => fields[at]?.name === name);
  const elsewhere = typed.some(([at, , known, value]) => ![known, value].includes(knownOf(fields[at])));
  for (const [at, , , value] of typed) put(fields[at], value);
  if (!isTouched(form)) keepDraft(form);
  else if (!elsewhere) save(form);
  else say(told("changed"), "wrong");
}

function save(form) { // one at a time; resolves to whether the server has it all
  const sending = sendingOf(form);
  clearTimeout(sending.timer);
  sending.last = (sending.last ?? Promise.resolve()).then(() => !isTouched(form) || send(form, sending));
  return sending.last;
}

async function send(form, sending) {
  const sent = fieldsOf(form).map((field) => [field, valueOf(field)]);
  const slow = setTimeout(() => say(told("saving"), "waiting"), 400);
  const body = new URLSearchParams(new FormData(form));
  body.set("keep", "1");
  saved += 1;
  try {
    const { answer, page } = await ask(whereTo(form), body);
    found();
    sending.refused = !answer.ok;
    form.toggleAttribute("data-unsaved", !answer.ok);
    if (answer.ok) acknowledge(form, sent);
    if (!hasMoved(answer)) update(page, true);
    if (answer.ok) say(told("saved", { time: new Date().toTimeString().slice(0, 5) }));
    else say(told("unsaved", { reason: whatIsWrong(page) }), "wrong");
    return answer.ok;
  } catch {
    missed();
    sending.timer = setTimeout(() => save(form), 2000);
    return false;
  } finally {
    saved += 1;
    clearTimeout(slow);
  }
}

function acknowledge(form, sent) {
  for (const [field, value] of sent) setKnown(field, value);
  keepDraft(form);
}

function notice({ target }, pause) {
  const form = target.form;
  if (!form?.matches("[data-autosave]") || !isField(target)) return;
  keepDraft(form);
  clearTimeout(sendingOf(form).timer);
  sendingOf(form).timer = setTimeout(() => isTouched(form) && save(form), pause);
}

document.addEventListener("input", (event) => notice(event, 600));
document.addEventListener("change", (event) => notice(event, 0));
savingForms().forEach(takeDraft);

// Sending and leaving

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  const sending = sendingOf(form);
  if (form.getAttribute("method") !== "post") return;
  if (sending.sent) return event.preventDefault(); // The button was pressed twice.
  if (lost || !navigator.onLine) {
    event.preventDefault();
    say(told("unsent"), "wrong");
  } else if (form.matches("[data-autosave]") && isTouched(form) && !sending.refused) {
    event.preventDefault(); // Only once all of it is there is the page left.
    if ((await save(form)) || sending.refused) form.requestSubmit(button);
  } else {
    sending.sent = leaving = true;
    button?.setAttribute("aria-disabled", "true");
    setTimeout(() => {
      sending.sent = leaving = false;
      button?.removeAttribute("aria-disabled");
    }, 3000);
  }
});

addEventListener("beforeunload", (event) => {
  const savesItself = (form) => form.matches("[data-autosave]") && !lost && !sendingOf(form).refused;
  if (!leaving && postForms().some((form) => hasTyped(form) && !savesItself(form))) event.preventDefault();
});

addEventListener("pagehide", () => savingForms().filter(isTouched).forEach((form) => send(form, sendingOf(form))));

document.querySelector("main .notice.problem[tabindex]")?.focus();
