import assert from 'node:assert/strict';
import test from 'node:test';
import {IdentityApi, IdentityCreateBody} from 'tiktok-business-api-sdk-official';

import {redeem} from './furnish.js';
import {call, clientOf, get, post} from './sdk.js';
import {World} from './world.js';

test('identities are made, found, told about and deleted', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const api = new IdentityApi(client);
  const body = IdentityCreateBody.constructFromObject(
      {advertiser_id: world.advertiser_id, display_name: 'Acme'});
  const {identity_id} = await call(api, 'identityCreate', world.token, {body});

  const list = async () => (await call(
      api, 'identityGet', world.advertiser_id, world.token,
      {identity_type: 'CUSTOMIZED_USER', page: 1, page_size: 100})).identity_list;
  const names = (await list()).map((identity) => identity.display_name);
  assert.ok(names.includes('Acme'));
  // The SDK has no method for the next two.
  const {identity_info} = await get(client, 'identity/info/', world.token, {
    advertiser_id: world.advertiser_id, identity_id, identity_type: 'CUSTOMIZED_USER',
  });
  assert.equal(identity_info.display_name, 'Acme');
  await post(client, 'identity/delete/', world.token,
      {advertiser_id: world.advertiser_id, identity_id});
  assert.ok(!(await list()).some((identity) => identity.identity_id === identity_id));
});

test('a redeemed code brings an identity with the creator\'s posts', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const {code, item_id} = await world.newCode('mia');
  const spark = await redeem(client, world, code);
  const api = new IdentityApi(client);
  const {identity_list: [identity]} = await call(
      api, 'identityGet', world.advertiser_id, world.token, {identity_type: 'AUTH_CODE'});
  assert.equal(identity.identity_id, spark.identity_id);
  assert.equal(identity.username, 'mia');
  const {video_detail} = await call(
      api, 'identityVideoInfo', world.token, world.advertiser_id, 'AUTH_CODE',
      spark.identity_id, item_id, {});
  assert.equal(video_detail.item_id, item_id);
  assert.equal(video_detail.auth_info.ad_auth_status, 'AUTHORIZED');
});
