import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AdgroupApi, AdgroupStatusUpdateBody, AdgroupUpdateBody, FilteringAdgroupGet,
} from 'tiktok-business-api-sdk-official';

import {createAdgroup, createCampaign} from './furnish.js';
import {call, clientOf} from './sdk.js';
import {World} from './world.js';

test('ad groups are made, found, changed, paused and deleted', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const api = new AdgroupApi(client);
  const campaign = await createCampaign(client, world);
  const id = await createAdgroup(client, world, campaign, {adgroup_name: 'Women'});

  const find = async (options = {}) => (await call(
      api, 'adgroupGet', world.advertiser_id, world.token, {
        filtering: FilteringAdgroupGet.constructFromObject(
            {campaign_ids: [campaign], adgroup_ids: [id], ...options}),
        exclude_field_types_in_response: ['NULL_FIELD'],
      })).list;
  const [made] = await find();
  assert.equal(made.adgroup_name, 'Women');
  assert.deepEqual(made.location_ids, ['6252001']);
  assert.ok(!Object.values(made).includes(null));

  const body = AdgroupUpdateBody.constructFromObject({
    advertiser_id: world.advertiser_id, adgroup_id: id, adgroup_name: 'Everyone', budget: 60,
    age_groups: ['AGE_18_24', 'AGE_25_34'],
  });
  const updated = await call(api, 'adgroupUpdate', world.token, {body});
  assert.equal(updated.adgroup_name, 'Everyone');
  assert.equal((await find())[0].budget, 60);

  const setStatus = (operation_status) => call(api, 'adgroupStatusUpdate', world.token, {
    body: AdgroupStatusUpdateBody.constructFromObject(
        {advertiser_id: world.advertiser_id, adgroup_ids: [id], operation_status}),
  });
  assert.deepEqual((await setStatus('DISABLE')).adgroup_ids, [id]);
  assert.equal((await find())[0].secondary_status, 'ADGROUP_STATUS_DISABLE');
  await setStatus('DELETE');
  assert.deepEqual(await find(), []);
});

test('the quota of ad groups', async () => {
  const world = await World.make();
  const client = clientOf(world);
  await createAdgroup(client, world, await createCampaign(client, world));
  const quota = await call(new AdgroupApi(client), 'adgroupQuota', world.advertiser_id, world.token);
  assert.equal(quota.used_adgroup_quota, 1);
});
