// @ts-check
// One event stream per browser. The tab holding the lock reads it and tells the others;
// where Web Locks are missing (plain http), every tab reads its own.

/** @typedef {{ type: string, data: any, id: string }} Fact */
/** @typedef {'live' | 'retry' | 'down' | 'out'} State */

const KINDS = ['row', 'gone', 'counts', 'reset', 'beat'];
const RING = 200;

/** Whether it is the session that has ended: a stream does not say why it fails. @param {(state: State) => void} show */
async function ended(show) {
  try {
    const answer = await fetch('/api/me', { headers: { Accept: 'application/json', 'X-Quiet': '1' } });
    if (answer.status === 401) show('out');
  } catch {
    // The station itself is not there.
  }
}

/** @param {string} url @param {string} after @param {string} channel
 *  @param {(fact: Fact) => void} onFact @param {(state: State) => void} onState
 *  @returns {() => void} asks for a new try now: a hidden leader's own timers may be slow */
export function listen(url, after, channel, onFact, onState) {
  let last = after;
  let leading = false;
  /** @type {Fact[]} */ let ring = [];
  let floor = after;
  /** @type {(() => void) | null} */ let retry = null;
  const me = String(Math.random()).slice(2);
  const shared = 'locks' in navigator && 'BroadcastChannel' in window;
  const air = shared ? new BroadcastChannel(channel) : null;

  /** @param {Fact} fact */
  function take(fact) {
    if (fact.id) last = fact.id;
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

  /** @param {State} state */
  function show(state) {
    onState(state);
    air?.postMessage({ state });
  }

  function lead() {
    leading = true;
    floor = last;
    let tries = 0;
    const open = () => {
      retry = null;
      const begun = Date.now();
      const source = new EventSource(last ? `${url}?after=${encodeURIComponent(last)}` : url);
      source.onopen = () => {
        tries = 0;
        show('live');
      };
      source.onerror = () => {
        source.close();
        show('retry');
        /** @type {() => void} */ const again = () => {
          if (retry === again && Date.now() - begun > 2000) open();
        };
        retry = again;
        if (tries > 0) ended(show);
        const wait = Math.min(10000, 500 * 2 ** tries++) * (0.75 + Math.random() / 2);
        setTimeout(() => retry === again && open(), wait);
      };
      for (const type of KINDS) {
        source.addEventListener(type, (e) => {
          const message = /** @type {MessageEvent<string>} */ (e);
          tell({ type, data: message.data ? JSON.parse(message.data) : null, id: message.lastEventId || last });
        });
      }
    };
    open();
    air?.postMessage({ leader: true });
  }

  /** A tab loaded at `from`: send it what it has missed. @param {string} to @param {string} from */
  function replay(to, from) {
    const missed = ring.filter((f) => Number(f.id) > Number(from));
    const gap = Number(from) < Number(floor);
    air?.postMessage({ to, facts: gap ? [{ type: 'reset', data: null, id: last }] : missed });
  }

  if (!air) {
    lead();
    return () => retry?.();
  }
  air.onmessage = ({ data }) => {
    if (data.fact) take(data.fact);
    else if (data.state) onState(data.state);
    else if (data.hello && leading) replay(data.hello, data.from);
    else if (data.nudge) retry?.();
    else if (data.leader) air.postMessage({ hello: me, from: last });
    else if (data.to === me) {
      onState('live');
      data.facts.forEach(take);
    }
  };
  air.postMessage({ hello: me, from: last });
  navigator.locks.request(channel, () => {
    lead();
    return new Promise(() => {});
  });
  return () => (leading ? retry?.() : air.postMessage({ nudge: true }));
}
