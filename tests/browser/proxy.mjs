// A proxy in front of the station that can swallow what streams say, and say nothing itself: half an end.
import { createServer, connect } from 'node:net';

export async function swallower(target) {
  const { hostname, port } = new URL(target);
  const pairs = new Set();
  let opened = 0;
  const server = createServer((client) => {
    const house = connect(Number(port), hostname);
    const pair = { client, house, streams: false, mute: false };
    pairs.add(pair);
    client.on('data', (bytes) => {
      if (bytes.toString('latin1').startsWith('GET /stream')) {
        pair.streams = true;
        opened += 1;
      }
      house.write(bytes);
    });
    house.on('data', (bytes) => pair.mute || client.write(bytes));
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      house.destroy();
    };
    for (const side of [client, house]) for (const event of ['close', 'error']) side.on(event, end);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** How many streams were asked for. */
    opened: () => opened,
    /** Every stream open now is never heard again, and does not end. */
    swallow: () => pairs.forEach((pair) => (pair.mute ||= pair.streams)),
    close: () => {
      server.close();
      pairs.forEach(({ client, house }) => (client.destroy(), house.destroy()));
    },
  };
}
