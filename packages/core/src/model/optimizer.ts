export const OPTIMIZERS = ['rmsprop', 'adam'] as const;
export type OptimizerKind = (typeof OPTIMIZERS)[number];

/**
 * Constants of the optimizers, Keras 3's defaults. g is the gradient, w the weight, t counts steps from 1.
 *
 * rmsprop: v <- rho v + (1 - rho) g^2;  w <- w - lr g / sqrt(v + eps)
 * adam:    m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;
 *          w <- w - lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps)
 */
export const RMSPROP = { rho: 0.9, epsilon: 1e-7 } as const;
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
