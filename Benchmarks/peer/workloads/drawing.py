"""The same figures by matplotlib, as many pixels."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy

DPI = 200


class Peer:
    def __init__(self, exchange, parameters):
        self.values = exchange["values"].numpy()
        # Half a pixel more, since matplotlib cuts off what is left of a pixel.
        self.size = (exchange["pixels"].numpy() + 0.5) / DPI
        self.path = parameters["folder"] + "/peer.png"
        self.draw = getattr(self, parameters["figure"])
        self.variants = {
            "filters": ["an axes each", "one mosaic"], "maps": ["one mosaic"],
        }.get(parameters["figure"], [])
        self.variant = None

    def use(self, variant):
        self.variant = variant

    def results(self):
        return {}

    def iterate(self):
        figure = plt.figure(figsize=tuple(self.size), dpi=DPI)
        self.draw(figure)
        figure.savefig(self.path)
        plt.close(figure)

    def filters(self, figure):
        largest = numpy.abs(self.values).max()
        pictures = ((self.values / largest + 1) / 2).transpose(0, 2, 3, 1)
        figure.suptitle("Filters of conv1")
        self.tiles(figure, pictures, columns=8)

    def maps(self, figure):
        figure.suptitle("512 feature maps")
        shown = self.tiles(figure, self.values, columns=32, cmap="magma")
        figure.colorbar(shown, label="activation")

    def tiles(self, figure, pictures, columns, **style):
        if self.variant == "an axes each":
            for index, axes in enumerate(figure.subplots(-(-len(pictures) // columns), columns).flat):
                axes.imshow(pictures[index], **style)
                axes.axis("off")
            return None
        count, height, width = pictures.shape[:3]
        rows = -(-count // columns)
        mosaic = numpy.ones((rows * (height + 1), columns * (width + 1), *pictures.shape[3:]), numpy.float32)
        for index, picture in enumerate(pictures):
            y, x = divmod(index, columns)
            mosaic[y * (height + 1):y * (height + 1) + height, x * (width + 1):x * (width + 1) + width] = picture
        axes = figure.add_subplot()
        axes.axis("off")
        return axes.imshow(mosaic, interpolation="nearest", **style)

    def curve(self, figure):
        axes = figure.add_subplot()
        mean, weight, smooth = 0.0, 0.0, []
        for value in self.values:
            mean = 0.95 * mean + 0.05 * value
            weight = 0.95 * weight + 0.05
            smooth.append(mean / weight)
        steps = numpy.arange(1, len(self.values) + 1)
        axes.plot(steps, self.values, linewidth=0.6, alpha=0.4)
        axes.plot(steps, smooth, linewidth=2, label="loss")
        axes.set(title="Training", xlabel="step", ylabel="loss")
        axes.legend()

    def heat(self, figure):
        axes = figure.add_subplot()
        figure.colorbar(axes.imshow(self.values))
        axes.set(title="A matrix", xlabel="column", ylabel="row")
