import * as v from 'valibot';

/**
 * `POST /api/sessions`. A guest is known by `deviceId` alone, so a client makes it random and long and keeps it
 * secret; the server keeps only its hash. WeChat's `code` is what `wx.login` gives, good for one use; with a guest's
 * token as the request's own, everything of that guest moves to the account.
 */
export const SessionRequest = v.variant('kind', [
  v.object({
    kind: v.literal('guest'),
    deviceId: v.pipe(
      v.string('deviceId must be a string'),
      v.minLength(1, 'deviceId is empty'),
      v.maxLength(200, 'deviceId is longer than 200'),
    ),
  }),
  v.object({
    kind: v.literal('wechat'),
    code: v.pipe(
      v.string('code must be a string'),
      v.minLength(1, 'code is empty'),
      v.maxLength(200, 'code is longer than 200'),
    ),
  }),
]);
export type SessionRequest = v.InferOutput<typeof SessionRequest>;

export const User = v.object({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(['guest', 'wechat', 'password']),
});
export type User = v.InferOutput<typeof User>;

export const Session = v.object({ token: v.string(), user: User });
export type Session = v.InferOutput<typeof Session>;
