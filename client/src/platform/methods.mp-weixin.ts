/** By which method a part of something is changed: `wx.request` has no PATCH, and the server takes PUT for the same. */
export const CHANGE = 'PUT';
