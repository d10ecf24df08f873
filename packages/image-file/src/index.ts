export { type Channels, withChannels } from './channels.ts';
export { decodePicture, decodersOf } from './decode.ts';
export { encodePng } from './encode.ts';
export { headOf, kindOf, type PictureHead } from './head.ts';
export { type Idx, isIdx, openIdx } from './idx.ts';
export { RESIZING, resized } from './resize.ts';
