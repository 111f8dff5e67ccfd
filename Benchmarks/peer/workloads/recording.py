"""A training step with forward and backward hooks on every layer that clone what they see."""

from workloads import train_step

# Fovea numbers the flattening.
NAMES = {"flatten": "flatten1"}


class Peer(train_step.Peer):
    def use(self, variant):
        super().use(variant)
        self.records = {}
        for name, module in self.network.named_children():
            self.attach(NAMES.get(name, name), module)

    def attach(self, name, module):
        def forward(module, inputs, output):
            self.records[name + "/value"] = output.detach().clone()

        def backward(module, arriving, leaving):
            self.records[name + "/gradient"] = leaving[0].clone()

        module.register_forward_hook(forward)
        module.register_full_backward_hook(backward)

    def results(self):
        return {"loss": self.gradients(), **self.records}
