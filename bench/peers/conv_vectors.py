"""Convolution, max-pooling and what takes them back, forward and backward, as PyTorch computes them in f64, for the reference engine's tests:

python3 bench/peers/conv_vectors.py > packages/core/src/engine/reference/layer/pytorch.vectors.ts

Values are row-major as this house has them: images [H, W, C], weights [rows, columns, channels in, channels out].
"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(1)
CONVS = [
    ("padding that keeps the size", (5, 4, 2), 3, (3, 3), 1, "same"),
    ("whole windows alone", (5, 6, 1), 2, (3, 2), 1, "valid"),
    ("an even window, one zero more behind", (4, 4, 2), 2, (2, 4), 1, "same"),
    ("a stride", (5, 6, 2), 3, (3, 3), 2, "same"),
    ("a stride of whole windows", (7, 5, 1), 2, (2, 2), 3, "valid"),
]
# Sizes of what is taken back, as the convolution that is.
TRANSPOSED = [
    ("what keeps the size", (4, 3, 2), 3, (3, 3), 1, "same"),
    ("whole windows", (5, 6, 1), 2, (3, 2), 1, "valid"),
    ("an even window", (4, 4, 2), 2, (2, 4), 1, "same"),
    ("a stride", (6, 4, 2), 3, (3, 3), 2, "same"),
    ("a stride, sides that it does not divide", (5, 7, 1), 4, (3, 3), 2, "same"),
    ("a stride of whole windows, pixels that none has", (7, 8, 2), 2, (2, 2), 3, "valid"),
]
POOLS = [("pixels left over, values that are equal", (5, 5, 2), 2), ("windows of three", (6, 3, 1), 3)]


def zeros(size, window, stride, padding):
    """Before and after, as TensorFlow has it; PyTorch itself knows no `same` with a stride."""
    if padding == "valid":
        return 0, 0
    total = max((-(-size // stride) - 1) * stride + window - size, 0)
    return total // 2, total - total // 2


def drawn(*shape):
    return ((torch.rand(*shape, dtype=torch.float64) * 200).round() - 100) / 100


def flat(values):
    return [float(v) for v in values.detach().reshape(-1)]


def channels_first(x):
    return x.permute(2, 0, 1)[None]


def vectors():
    for title, (h, w, c), filters, (rows, columns), stride, padding in CONVS:
        x, weights, bias = drawn(h, w, c), drawn(rows, columns, c, filters), drawn(filters)
        for leaf in (x, weights, bias):
            leaf.requires_grad_()
        above, below = zeros(h, rows, stride, padding)
        left, right = zeros(w, columns, stride, padding)
        padded = F.pad(channels_first(x), (left, right, above, below))
        y = F.conv2d(padded, weights.permute(3, 2, 0, 1), bias, stride=stride)[0].permute(1, 2, 0)
        dy = drawn(*y.shape)
        y.backward(dy)
        spec = {"kind": "conv", "filters": filters, "size": [rows, columns], "stride": stride, "padding": padding}
        yield title, [h, w, c], spec, x, flat(weights) + flat(bias), y, dy, flat(weights.grad) + flat(bias.grad), x.grad
    for title, (h, w, c), size in POOLS:
        x = (drawn(h, w, c) * 3).round()
        x.requires_grad_()
        y = F.max_pool2d(channels_first(x), size)[0].permute(1, 2, 0)
        dy = drawn(*y.shape)
        y.backward(dy)
        yield title, [h, w, c], {"kind": "pool", "size": size}, x, [], y, dy, [], x.grad


def taken_back():
    for title, (h, w, c), filters, (rows, columns), stride, padding in TRANSPOSED:
        above, below = zeros(h, rows, stride, padding)
        left, right = zeros(w, columns, stride, padding)
        high, wide = (h + above + below - rows) // stride + 1, (w + left + right - columns) // stride + 1
        x, weights, bias = drawn(high, wide, filters), drawn(rows, columns, c, filters), drawn(c)
        for leaf in (x, weights, bias):
            leaf.requires_grad_()
        # Of all that windows reach, the image without its zeros; what no window reaches is 0, and the bias.
        reached = F.conv_transpose2d(channels_first(x), weights.permute(3, 2, 0, 1), stride=stride)
        more = (0, max(0, left + w - reached.shape[3]), 0, max(0, above + h - reached.shape[2]))
        cut = F.pad(reached, more)[:, :, above : above + h, left : left + w]
        y = cut[0].permute(1, 2, 0) + bias
        dy = drawn(*y.shape)
        y.backward(dy)
        spec = {"kind": "conv", "filters": filters, "size": [rows, columns], "stride": stride, "padding": padding}
        gradient = flat(weights.grad) + flat(bias.grad)
        yield f"taken back: {title}", [h, w, c], spec, x, flat(weights) + flat(bias), y, dy, gradient, x.grad
    # Each value to its window; rows and columns that were left over get their neighbour's.
    h, w, c, size = 7, 5, 2, 2
    x = drawn(h // size, w // size, c)
    x.requires_grad_()
    near = F.interpolate(channels_first(x), scale_factor=size, mode="nearest")
    y = F.pad(near, (0, w % size, 0, h % size), mode="replicate")[0].permute(1, 2, 0)
    dy = drawn(*y.shape)
    y.backward(dy)
    yield "taken back: windows, pixels left over", [h, w, c], {"kind": "pool", "size": size}, x, [], y, dy, [], x.grad


print(f"/** Written by bench/peers/conv_vectors.py with PyTorch {torch.__version__}. */\n\nexport const VECTORS = [")
for title, shape, spec, x, w, y, dy, dw, dx in [*vectors(), *taken_back()]:
    row = {"title": title, "shape": shape, "spec": spec, "x": flat(x), "w": w, "y": flat(y), "dy": flat(dy), "dw": dw, "dx": flat(dx)}
    print(json.dumps(row) + ",")
print("] as const;")
