// TikTok's SDK with promises for its callbacks. The only thing that is set is the base URL.
import {ApiClient} from 'tiktok-business-api-sdk-official';

export function clientOf(world) {
  const client = new ApiClient();
  client.basePath = world.base;
  return client;
}

// call(new AdApi(client), 'adGet', advertiser_id, token, {…}): the envelope's `data`.
export function call(api, method, ...args) {
  return new Promise((resolve, reject) => {
    api[method](...args, (error, envelope) => error ? reject(error) : resolve(envelope.data));
  });
}

// The SDK has no class for tt_video/*, identity/info and identity/delete: they go through the
// client that all its classes use. Headers and arguments are what the classes pass on.

function callApi(client, verb, path, token, query, body, authNames = []) {
  return new Promise((resolve, reject) => {
    client.callApi(
        `/open_api/v1.3/${path}`, verb, {}, query, token ? {'Access-Token': token} : {}, {}, body,
        authNames, body ? ['application/json'] : [], ['application/json'], Object,
        (error, envelope) => error ? reject(error) : resolve(envelope.data));
  });
}

export const get = (client, path, token, query, authNames) =>
  callApi(client, 'GET', path, token, query, null, authNames);
export const post = (client, path, token, body) => callApi(client, 'POST', path, token, {}, body);
