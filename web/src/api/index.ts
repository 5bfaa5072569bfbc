/** The door of `api`: requests, types, news and what keeps fetched things fresh. */
export { api, apiUrl, onSessionEnd, Problem, problemOf, request, sendFile, socketUrl } from './client';
export { Upload, type UploadState } from './tus';
export * from './shared';
export { serverNow } from './clock';
export { news, NewsFeed, type NewsState } from './news';
export * from './queries';
export type * from './evidence';
export type * from './footage';
export * from './footageQueries';
export type * from './cityRules';
export { qualityFlags } from './sensing';
export type * from './sensing';
export * from './sensingQueries';
export type * from './types';
