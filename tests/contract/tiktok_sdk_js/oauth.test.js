import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AccountManagementApi, AuthenticationApi, Oauth2AccessTokenBody,
} from 'tiktok-business-api-sdk-official';

import {call, clientOf} from './sdk.js';
import {World} from './world.js';

test('consent becomes a token that works, once', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const api = new AuthenticationApi(client);
  const body = Oauth2AccessTokenBody.constructFromObject(
      {...world.app, auth_code: await world.consent()});
  const {access_token, advertiser_ids} = await call(api, 'oauth2AccessToken', {body});
  assert.ok(advertiser_ids.includes(world.advertiser_id));
  await assert.rejects(call(api, 'oauth2AccessToken', {body}), /code: 401\d\d/);

  const {list} = await call(
      api, 'oauth2AdvertiserGet', world.app.app_id, world.app.secret, access_token);
  assert.equal(list[0].advertiser_id, world.advertiser_id);
  const {list: [account]} = await call(
      new AccountManagementApi(client), 'advertiserInfo', [world.advertiser_id], access_token,
      {fields: ['advertiser_id', 'status']});
  assert.equal(account.status, 'STATUS_ENABLE');
});
