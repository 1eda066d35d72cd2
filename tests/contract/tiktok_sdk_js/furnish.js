// The shortest way to a campaign, an ad group and an ad, as the SDK's users would go it.
import {
  AdApi, AdCreateBody, AdgroupApi, AdgroupCreateBody, CampaignCreateBody, CampaignCreationApi,
} from 'tiktok-business-api-sdk-official';

import {call, get, post} from './sdk.js';

export const campaignFields = (world, name = 'Campaign') => ({
  advertiser_id: world.advertiser_id,
  campaign_name: name,
  objective_type: 'VIDEO_VIEWS',
  budget_mode: 'BUDGET_MODE_TOTAL',
  budget: 500,
});

export const adgroupFields = (world, campaign_id, name = 'Group') => ({
  advertiser_id: world.advertiser_id,
  campaign_id,
  adgroup_name: name,
  placement_type: 'PLACEMENT_TYPE_NORMAL',
  placements: ['PLACEMENT_TIKTOK'],
  location_ids: ['6252001'],
  budget_mode: 'BUDGET_MODE_DAY',
  budget: 50,
  schedule_type: 'SCHEDULE_FROM_NOW',
  schedule_start_time: world.time(),
  optimization_goal: 'ENGAGED_VIEW',
  billing_event: 'CPV',
  pacing: 'PACING_MODE_SMOOTH',
});

export async function createCampaign(client, world, fields = {}) {
  const body =
      CampaignCreateBody.constructFromObject({...campaignFields(world), ...fields});
  const made =
      await call(new CampaignCreationApi(client), 'campaignCreate', world.token, {body});
  return made.campaign_id;
}

export async function createAdgroup(client, world, campaign_id, fields = {}) {
  const body = AdgroupCreateBody.constructFromObject(
      {...adgroupFields(world, campaign_id), ...fields});
  const made = await call(new AdgroupApi(client), 'adgroupCreate', world.token, {body});
  return made.adgroup_id;
}

// Redeems the code and answers what an ad needs of it.
export async function redeem(client, world, auth_code = world.code) {
  await post(client, 'tt_video/authorize/', world.token,
      {advertiser_id: world.advertiser_id, auth_code});
  const info = await get(client, 'tt_video/info/', world.token,
      {advertiser_id: world.advertiser_id, auth_code});
  return {
    identity_type: info.user_info.identity_type,
    identity_id: info.user_info.identity_id,
    tiktok_item_id: info.item_info.item_id,
  };
}

export const adBody = (world, adgroup_id, ...creatives) => AdCreateBody.constructFromObject(
    {advertiser_id: world.advertiser_id, adgroup_id, creatives});

export async function createAd(client, world, adgroup_id, spark, ad_name = 'Ad') {
  const body = adBody(world, adgroup_id,
      {ad_name, ad_format: 'SINGLE_VIDEO', call_to_action: 'LEARN_MORE', ...spark});
  const made = await call(new AdApi(client), 'adCreate', world.token, {body});
  return made.ad_ids[0];
}
