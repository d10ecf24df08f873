/** What the exam asks of VAEs, of tables and of images, and this engine refuses in words: network/supports.ts. */
export const EXCEPTIONS = [
  'tables: ',
  ...['the class as', 'one of four classes', 'convolutions alone, the class', 'free bits', 'outputs of'].map(
    (title) => `images: ${title}`,
  ),
].map((title) => ({
  test: `a VAE of ${title}`,
  reason: 'it has sigmoids, no conditions and a KL that is whole alone, and says so',
}));
