import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AdApi, AdStatusUpdateBody, AdUpdateBody, FilteringAdGet,
} from 'tiktok-business-api-sdk-official';

import {adBody, createAd, createAdgroup, createCampaign, redeem} from './furnish.js';
import {call, clientOf} from './sdk.js';
import {World} from './world.js';

test('Spark Ads are made, found, reviewed, changed, paused and deleted', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const api = new AdApi(client);
  const spark = await redeem(client, world);
  const group = await createAdgroup(client, world, await createCampaign(client, world));
  const id = await createAd(client, world, group, spark, 'First');

  const find = async (options = {}) => (await call(
      api, 'adGet', world.advertiser_id, world.token, {
        filtering: FilteringAdGet.constructFromObject({ad_ids: [id], ...options}),
      })).list;
  const [made] = await find();
  assert.equal(made.ad_name, 'First');
  assert.equal(made.tiktok_item_id, spark.tiktok_item_id);
  assert.equal(made.secondary_status, 'AD_STATUS_AUDIT');
  await world.approve(id);
  assert.equal((await find())[0].secondary_status, 'AD_STATUS_DELIVERY_OK');

  const body = AdUpdateBody.constructFromObject({
    advertiser_id: world.advertiser_id, adgroup_id: group, patch_update: true,
    creatives: [{ad_id: id, ad_name: 'Second'}],
  });
  assert.deepEqual((await call(api, 'adUpdate', world.token, {body})).ad_ids, [id]);
  assert.equal((await find())[0].ad_name, 'Second');

  const setStatus = (operation_status) => call(api, 'adStatusUpdate', world.token, {
    body: AdStatusUpdateBody.constructFromObject(
        {advertiser_id: world.advertiser_id, ad_ids: [id], operation_status}),
  });
  assert.equal((await setStatus('DISABLE')).status, 'DISABLE');
  assert.equal((await find())[0].secondary_status, 'AD_STATUS_DISABLE');
  await setStatus('DELETE');
  assert.equal((await find({primary_status: 'STATUS_ALL'}))[0].secondary_status,
      'AD_STATUS_DELETE');
});

// The SDK's models know fields that the simulator doesn't play: they are TikTok's all the same.
test('fields of the SDK\'s models are taken', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const spark = await redeem(client, world);
  const group = await createAdgroup(client, world, await createCampaign(client, world),
      {brand_safety_type: 'NO_BRAND_SAFETY', search_result_enabled: true});
  const body = adBody(world, group, {
    ad_name: 'Utm', ad_format: 'SINGLE_VIDEO', ...spark,
    utm_params: [{key: 'utm_source', value: 'tiktok'}],
    vertical_video_strategy: 'UNSET',
  });
  const made = await call(new AdApi(client), 'adCreate', world.token, {body});
  assert.equal(made.ad_ids.length, 1);
});

test('an ad of a post that is not in the library is refused', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const spark = await redeem(client, world);
  const {item_id} = await world.newCode('stranger');
  const group = await createAdgroup(client, world, await createCampaign(client, world));
  await assert.rejects(
      createAd(client, world, group, {...spark, tiktok_item_id: item_id}), /code: 4\d{4}$/);
});
