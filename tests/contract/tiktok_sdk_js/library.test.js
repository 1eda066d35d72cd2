// tt_video/*: the SDK has no class for it, so this is its client alone.
import assert from 'node:assert/strict';
import test from 'node:test';

import {redeem} from './furnish.js';
import {clientOf, get, post} from './sdk.js';
import {World} from './world.js';

test('codes are redeemed, looked up and listed', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const {code, item_id} = await world.newCode('mia');
  const authorize = () => post(client, 'tt_video/authorize/', world.token,
      {advertiser_id: world.advertiser_id, auth_code: code});
  assert.deepEqual(await authorize(), {});
  await assert.rejects(authorize(), /code: 40002/);

  const info = await get(client, 'tt_video/info/', world.token,
      {advertiser_id: world.advertiser_id, auth_code: code});
  assert.equal(info.item_info.item_id, item_id);
  assert.equal(info.item_info.auth_code, code);
  assert.equal(info.user_info.tiktok_name, 'mia');

  await redeem(client, world);
  const {list, page_info} = await get(client, 'tt_video/list/', world.token, {
    advertiser_id: world.advertiser_id, item_types: JSON.stringify(['VIDEO']), page_size: 1,
  });
  assert.equal(page_info.total_number, 2);
  assert.equal(list.length, 1);
  assert.equal(list[0].auth_info.ad_auth_status, 'AUTHORIZED');
});

test('a code with a typo and one that has ended are refused', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const {code} = await world.newCode('mia');
  const typo = code.slice(0, 20) + (code[20] === 'x' ? 'y' : 'x') + code.slice(21);
  await assert.rejects(redeem(client, world, typo), /auth_code_not_found.* code: 40002/);
  await world.advance('31d');
  await assert.rejects(redeem(client, world, code), /auth_code_expired.* code: 40002/);
});
