/** Drawings as PNG and PDF, in Node. */
export {};
