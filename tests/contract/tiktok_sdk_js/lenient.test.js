// What people do with the SDK that TikTok doesn't take. None of the methods of its classes, called
// as they are documented, is here: those work in a strict world (the other files). Each of these
// fails there in TikTok's words, and works in a lenient one.
import assert from 'node:assert/strict';
import test from 'node:test';
import {AdgroupApi, CampaignCreationApi} from 'tiktok-business-api-sdk-official';

import {campaignFields} from './furnish.js';
import {call, clientOf, get} from './sdk.js';
import {World} from './world.js';

const kCalls = [
  {
    // The client hands arrays to superagent as they are: item_types=VIDEO&item_types=CAROUSEL.
    what: 'an array as an argument of the client',
    refusal: /message: item_types: Not a valid list\. code: 40002/,
    call: (world, client) => get(client, 'tt_video/list/', world.token,
        {advertiser_id: world.advertiser_id, item_types: ['VIDEO', 'CAROUSEL']}),
  },
  {
    what: 'an array of one as an argument of the client',
    refusal: /message: ad_ids: Not a valid list\. code: 40002/,
    call: (world, client) => get(client, 'ad/review_info/', world.token,
        {advertiser_id: world.advertiser_id, ad_ids: ['1']}).catch((error) => {
      // There is no such ad: that is the answer to a call that was understood.
      if (!/code: 40007/.test(error.message)) throw error;
    }),
  },
  {
    // client.cache = false adds the argument "_" to every GET.
    what: 'the client\'s way round caches',
    refusal: /message: Unknown field\(s\): _\. code: 40002/,
    call: (world, client) => {
      client.cache = false;
      return call(new AdgroupApi(client), 'adgroupQuota', world.advertiser_id, world.token);
    },
  },
  {
    // As the SDK's YAML declares it; its JavaScript sends the header.
    what: 'the token in the query',
    refusal: /Access token is null, you should set it in http header.* code: 40104/,
    call: (world, client) => {
      client.authentications.token =
          {type: 'apiKey', in: 'query', name: 'Access-Token', apiKey: world.token};
      return get(client, 'adgroup/quota/', null, {advertiser_id: world.advertiser_id}, ['token']);
    },
  },
  {
    // CampaignCreateBody.constructFromObject would have made a number of it.
    what: 'a number as text in a body that is no model',
    refusal: /message: budget: Not a valid number\. code: 40002/,
    call: (world, client) => call(
        new CampaignCreationApi(client), 'campaignCreate', world.token,
        {body: {...campaignFields(world), budget: '500'}}),
  },
  {
    what: 'a field that the endpoint does not have',
    refusal: /message: Unknown field\(s\): opt_status\. code: 40002/,
    call: (world, client) => call(
        new CampaignCreationApi(client), 'campaignCreate', world.token,
        {body: {...campaignFields(world), opt_status: 'DISABLE'}}),  // the name that it had in v1.2
  },
  {
    what: 'a path without the slash at its end',
    refusal: /Not Found/,
    call: (world, client) =>
      get(client, 'adgroup/quota', world.token, {advertiser_id: world.advertiser_id}),
  },
];

for (const {what, refusal, call} of kCalls) {
  test(`${what}: refused by a strict world, taken by a lenient one`, async () => {
    const strict = await World.make();
    await assert.rejects(call(strict, clientOf(strict)), refusal);
    const lenient = await World.make({lenient: true});
    await call(lenient, clientOf(lenient));
  });
}
