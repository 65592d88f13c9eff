// @ts-check
// One event stream per browser. The tab holding the lock reads it and tells the others;
// where Web Locks are missing (plain http), every tab reads its own.
// A stream may fall silent without ending, and a tab that leads may be frozen: silence is measured by
// the page's own count, a silent stream is opened anew, a silent leader loses the lock.

/** @typedef {{ type: string, data: any, id: string }} Fact */
/** @typedef {'live' | 'retry' | 'down' | 'out'} State */

const KINDS = ['row', 'gone', 'counts', 'alarm', 'bell', 'reset', 'beat'];
const RING = 200;
/** So many beats missed are a silence; so many, a leader that is gone. */
const SILENT = 2.5, LEADERLESS = 5;

const count = () => performance.now();

/** Whether it is the session that has ended: a stream does not say why it fails. @param {(state: State) => void} show */
async function ended(show) {
  try {
    const answer = await fetch('/api/me', { headers: { Accept: 'application/json', 'X-Quiet': '1' }, signal: AbortSignal.timeout(5000) });
    if (answer.status === 401) show('out');
  } catch {
    // The station itself is not there.
  }
}

/** @param {string} url @param {string} after @param {string} channel
 *  @param {(fact: Fact) => void} onFact @param {(state: State) => void} onState
 *  @returns {{ watch: () => void, silent: () => number, every: () => number }} `watch` looks whether all is well:
 *  a hidden leader's own timers may be slow; `silent`: ms since anything was heard */
export function listen(url, after, channel, onFact, onState) {
  let last = after;
  let leading = false;
  let every = 5000;
  let heard = count(), led = count(), begun = 0, tries = 0;
  /** @type {State} */ let state = 'retry';
  /** @type {EventSource | null} */ let source = null;
  /** @type {Fact[]} */ let ring = [];
  let floor = after;
  /** @type {(() => void) | null} */ let retry = null;
  const me = String(Math.random()).slice(2);
  const shared = 'locks' in navigator && 'BroadcastChannel' in window;
  const air = shared ? new BroadcastChannel(channel) : null;

  /** @param {Fact} fact */
  function take(fact) {
    heard = count();
    if (fact.id) last = fact.id;
    if (fact.type === 'beat' && fact.data?.every) every = fact.data.every;
    onFact(fact);
  }

  /** @param {Fact} fact */
  function tell(fact) {
    take(fact);
    air?.postMessage({ fact });
    if (fact.type === 'beat') return;
    if (fact.type === 'reset') ring = [];
    else ring.push(fact);
    if (ring.length > RING || fact.type === 'reset') floor = (fact.type === 'reset' ? fact : /** @type {Fact} */ (ring.shift())).id;
  }

  /** @param {State} next */
  function show(next) {
    state = next;
    onState(next);
    air?.postMessage({ state: next });
  }

  function open() {
    retry = null;
    begun = count();
    const one = (source = new EventSource(last ? `${url}?after=${encodeURIComponent(last)}` : url));
    one.onopen = () => {
      if (one === source) show('live');
    };
    one.onerror = () => one === source && fail();
    for (const type of KINDS) {
      one.addEventListener(type, (e) => {
        if (one !== source) return;
        tries = 0;
        const message = /** @type {MessageEvent<string>} */ (e);
        tell({ type, data: message.data ? JSON.parse(message.data) : null, id: message.lastEventId || last });
      });
    }
  }

  function fail() {
    source?.close();
    source = null;
    show('retry');
    if (tries > 0) ended(show);
    const wait = Math.min(10000, 500 * 2 ** tries++) * (0.75 + Math.random() / 2);
    /** @type {() => void} */ const again = () => {
      if (retry === again && leading && count() - begun > 2000) open();
    };
    retry = again;
    setTimeout(() => retry === again && leading && open(), wait);
  }

  function lead() {
    if (leading) return;
    leading = true;
    floor = last;
    ring = [];
    tries = 0;
    open();
    air?.postMessage({ leader: true });
  }

  /** Another tab took the lead while this one was frozen. */
  function follow() {
    leading = false;
    retry = null;
    source?.close();
    source = null;
    led = count();
  }

  /** @param {boolean} steal */
  function claim(steal) {
    const held = () => {
      lead();
      return new Promise(() => {});
    };
    navigator.locks.request(channel, steal ? { steal } : {}, held).catch(() => {
      follow();
      claim(false);
    });
  }

  function watch() {
    const now = count();
    if (leading) {
      if (source && now - Math.max(heard, begun) > every * SILENT) {
        // Half an end: the way is cut and nobody says so.
        source.close();
        tries = 0;
        show('retry');
        open();
      } else if (!source) retry?.();
      return;
    }
    if (now - led > every * SILENT) air?.postMessage({ nudge: true });
    if (now - led > every * LEADERLESS && !document.hidden) {
      led = now;
      claim(true);
    }
  }

  /** A tab loaded at `from`: send it what it has missed. @param {string} to @param {string} from */
  function replay(to, from) {
    const missed = ring.filter((f) => Number(f.id) > Number(from));
    const gap = Number(from) < Number(floor);
    air?.postMessage({ to, state, facts: gap ? [{ type: 'reset', data: null, id: last }] : missed });
  }

  const well = { watch, silent: () => count() - heard, every: () => every };
  if (!air) {
    lead();
    return well;
  }
  air.onmessage = ({ data }) => {
    if (data.hello) return leading ? replay(data.hello, data.from) : undefined;
    if (data.nudge) {
      if (!leading) return;
      watch();
      return air.postMessage({ state });
    }
    // Whoever hears another lead while leading has lost the lock in their sleep, and will be told so.
    led = count();
    if (leading) return;
    if (data.fact) take(data.fact);
    else if (data.leader) air.postMessage({ hello: me, from: last });
    else if (data.to === me) {
      state = data.state;
      onState(state);
      data.facts.forEach(take);
    } else if (data.state) {
      state = data.state;
      onState(state);
    }
  };
  air.postMessage({ hello: me, from: last });
  claim(false);
  for (const type of ['visibilitychange', 'online', 'pageshow']) addEventListener(type, () => !document.hidden && watch());
  return well;
}
