import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CampaignCreationApi, CampaignStatusUpdateBody, CampaignUpdateBody, FilteringCampaignGet,
} from 'tiktok-business-api-sdk-official';

import {createCampaign} from './furnish.js';
import {call, clientOf} from './sdk.js';
import {World} from './world.js';

test('campaigns are made, found, changed, paused and deleted', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const api = new CampaignCreationApi(client);
  const id = await createCampaign(client, world, {campaign_name: 'Spring'});
  await createCampaign(client, world, {campaign_name: 'Autumn'});

  const find = async (options = {}) => (await call(
      api, 'campaignGet', world.advertiser_id, world.token, {
        filtering: FilteringCampaignGet.constructFromObject({campaign_ids: [id], ...options}),
      })).list;
  const [made] = await find();
  assert.equal(made.campaign_name, 'Spring');
  assert.equal(made.budget, 500);
  assert.equal(made.secondary_status, 'CAMPAIGN_STATUS_ENABLE');

  const body = CampaignUpdateBody.constructFromObject({
    advertiser_id: world.advertiser_id, campaign_id: id, campaign_name: 'Summer', budget: 600,
  });
  assert.equal((await call(api, 'campaignUpdate', world.token, {body})).budget, 600);
  assert.equal((await find())[0].campaign_name, 'Summer');

  const setStatus = (operation_status) => call(api, 'campaignStatusUpdate', world.token, {
    body: CampaignStatusUpdateBody.constructFromObject(
        {advertiser_id: world.advertiser_id, campaign_ids: [id], operation_status}),
  });
  assert.equal((await setStatus('DISABLE')).status, 'DISABLE');
  assert.equal((await find())[0].operation_status, 'DISABLE');
  await setStatus('DELETE');
  assert.deepEqual(await find(), []);
  assert.equal((await find({primary_status: 'STATUS_ALL'}))[0].secondary_status,
      'CAMPAIGN_STATUS_DELETE');
});

test('pages and fields of campaigns', async () => {
  const world = await World.make();
  const client = clientOf(world);
  for (const campaign_name of ['A', 'B', 'C']) {
    await createCampaign(client, world, {campaign_name});
  }
  const data = await call(
      new CampaignCreationApi(client), 'campaignGet', world.advertiser_id, world.token,
      {page: 2, page_size: 2, fields: ['campaign_name']});
  assert.equal(data.page_info.total_page, 2);
  assert.deepEqual(data.list, [{campaign_name: 'A'}]);
});

test('the SDK tells TikTok\'s refusals', async () => {
  const world = await World.make();
  await assert.rejects(
      createCampaign(clientOf(world), world, {objective_type: undefined, budget: 1}),
      /message: .*objective_type.* code: 40002/);
  world.token = 'nonsense';
  await assert.rejects(createCampaign(clientOf(world), world), /code: 40105/);
});
