import assert from 'node:assert/strict';
import test from 'node:test';
import {ReportingApi} from 'tiktok-business-api-sdk-official';

import {createAd, createAdgroup, createCampaign, redeem} from './furnish.js';
import {call, clientOf} from './sdk.js';
import {World} from './world.js';

test('days of a report add up to the whole', async () => {
  const world = await World.make();
  const client = clientOf(world);
  const spark = await redeem(client, world);
  const group = await createAdgroup(client, world, await createCampaign(client, world));
  const ad = await createAd(client, world, group, spark);
  await world.approve(ad);
  await world.advance('3d');

  const report = (dimensions, options) => call(
      new ReportingApi(client), 'reportIntegratedGet', 'BASIC', world.token, {
        advertiser_id: world.advertiser_id, service_type: 'AUCTION', data_level: 'AUCTION_AD',
        dimensions, metrics: ['spend', 'impressions', 'clicks'],
        filtering: [{field_name: 'ad_ids', filter_type: 'IN', filter_value: JSON.stringify([ad])}],
        ...options,
      });
  const {list: [whole]} = await report(['ad_id'], {query_lifetime: true});
  const {list: days} = await report(['ad_id', 'stat_time_day'], {
    start_date: world.time(-1).slice(0, 10), end_date: world.time(4).slice(0, 10),
    order_field: 'spend', order_type: 'ASC', page_size: 100,
  });
  assert.ok(days.length > 1);
  assert.equal(typeof whole.metrics.impressions, 'string');
  assert.ok(Number(whole.metrics.spend) > 0);
  for (const metric of ['impressions', 'clicks']) {
    const sum = days.reduce((all, day) => all + Number(day.metrics[metric]), 0);
    assert.equal(sum, Number(whole.metrics[metric]), metric);
  }
});

test('a report that has no dimensions is refused', async () => {
  const world = await World.make();
  await assert.rejects(
      call(new ReportingApi(clientOf(world)), 'reportIntegratedGet', 'BASIC', world.token,
          {advertiser_id: world.advertiser_id, data_level: 'AUCTION_AD', query_lifetime: true}),
      /Missing required field\(s\): dimensions\. code: 40002/);
});
