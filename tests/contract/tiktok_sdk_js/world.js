// Worlds of the simulator, each a test's own, and what people do in them at TikTok itself: by
// sparkctl, since TikTok has no API for that.
import {execFile} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {promisify} from 'node:util';

const ports = JSON.parse(readFileSync(process.env.SPARKGATE_PORTS, 'utf8'));

// What --demo printed: "advertiser token  5642b186…".
const demo = Object.fromEntries(
    readFileSync(process.env.SPARKGATE_DEMO, 'utf8')
        .split('\n')
        .map((line) => line.match(/^(\S+(?: \S+)*) {2,}(\S.*)$/))
        .filter(Boolean)
        .map(([, name, value]) => [name, value]));

async function sparkctl(...args) {
  const {stdout} = await promisify(execFile)(process.env.SPARKCTL, [
    'simulator', ...args, '--output', 'json',
    '--simulator-address', `127.0.0.1:${ports.grpc}`,
  ]);
  return stdout;
}

const ask = async (...args) => JSON.parse(await sparkctl(...args));

export class World {
  // Furnished as --demo has it: an app, an ad account that can pay, a creator with an unused code.
  // Nothing that happens in one test's world is seen in another's.
  static async make({lenient = false} = {}) {
    const world = new World();
    world.name = `worlds/sdk-${randomUUID().slice(0, 8)}`;
    const made =
        await ask('world', 'fork', 'worlds/default', '--world-id', world.name.slice(7));
    if (lenient) await sparkctl('world', 'update', world.name, '--switches', 'requests=lenient');
    world.base = `http://127.0.0.1:${ports.http}/w/${world.name.slice(7)}`;
    world.now = made.now;
    world.app = {app_id: demo['app id'], secret: demo['app secret']};
    world.advertiser_id = demo['ad account'];
    world.token = demo['advertiser token'];
    world.code = demo['unused code'];
    return world;
  }

  // A TikTok time of the world's: "2026-01-01 00:00:00".
  time(days = 0) {
    return new Date(Date.parse(this.now) + days * 86_400_000)
        .toISOString().slice(0, 19).replace('T', ' ');
  }

  // A creator posts a video and gives out a code for it.
  async newCode(username) {
    const account = await ask(
        'creator-app', 'create-account', this.name, '--username', username,
        '--follower-count', '20000', '--ad-settings-enabled');
    const post =
        await ask('creator-app', 'post-video', account.name, '--caption', `By ${username}`);
    await sparkctl('creator-app', 'update-ad-settings', post.name, '--terms-accepted',
        '--ad-authorization');
    await sparkctl('creator-app', 'generate-code', post.name);
    const copied = await ask('creator-app', 'copy-code', post.name);
    return {code: copied.code, item_id: post.name.split('/').pop()};
  }

  // The owner of the ad account lets the app in; the OAuth code that its redirect address gets.
  async consent() {
    const redirect_uri = 'http://127.0.0.1/sdk';
    await sparkctl('world', 'register-app', this.name, '--app-id', this.app.app_id, '--secret',
        this.app.secret, '--redirect-uris', redirect_uri);
    const link = 'https://business-api.tiktok.com/portal/auth?' +
        new URLSearchParams({app_id: this.app.app_id, state: 'sdk', redirect_uri});
    const {redirectAddress} = await ask('ads-manager', 'consent', this.name, link);
    return new URL(redirectAddress).searchParams.get('auth_code');
  }

  async approve(ad_id) {
    await sparkctl('review-desk', 'decide', `${this.name}/reviews/${ad_id}`, '--verdict', 'approved');
  }

  async advance(span) {
    await sparkctl('world', 'advance', this.name, '--by', span);
  }
}
