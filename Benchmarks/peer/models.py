"""The networks of Fovea's zoo, written as one writes them in PyTorch; parameter names are the same."""

import torch
from torch import nn


class ShallowCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, 5, stride=2, padding=2)
        self.hidden = nn.Linear(10 * 14 * 14, 50)
        self.logits = nn.Linear(50, 10)
        self.act = nn.ReLU()

    def forward(self, x):
        x = self.act(self.conv1(x))
        return self.logits(self.act(self.hidden(x.flatten(1))))


class DeepCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, 5, stride=2, padding=2)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(10, 40, 3, stride=2, padding=1)
        self.relu2 = nn.ReLU()
        self.conv3 = nn.Conv2d(40, 80, 3, padding=1)
        self.relu3 = nn.ReLU()
        self.flatten = nn.Flatten()
        self.hidden = nn.Linear(80 * 7 * 7, 50)
        self.relu4 = nn.ReLU()
        self.logits = nn.Linear(50, 10)

    def forward(self, x):
        x = self.relu1(self.conv1(x))
        x = self.relu2(self.conv2(x))
        x = self.relu3(self.conv3(x))
        return self.logits(self.relu4(self.hidden(self.flatten(x))))


class BasicBlock(nn.Module):
    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, filters, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.downsample = None
        if stride > 1:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, filters, 1, stride=stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        way = x if self.downsample is None else self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.bn2(self.conv2(x)) + way)


class ResNet18(nn.Module):
    """As torchvision has it."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        inputs = 64
        for stage, filters in enumerate([64, 128, 256, 512]):
            blocks = nn.Sequential(
                BasicBlock(inputs, filters, 1 if stage == 0 else 2), BasicBlock(filters, filters, 1))
            setattr(self, f"layer{stage + 1}", blocks)
            inputs = filters
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(512, 1000)

    def features(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))

    def forward(self, x):
        return self.fc(self.avgpool(self.features(x)).flatten(1))


MODELS = {"shallow-cnn": ShallowCNN, "deep-cnn": DeepCNN, "resnet18": ResNet18}


def weights(exchange):
    """The weights that Fovea wrote, by parameter name."""
    return {
        name[len("weights/"):]: value
        for name, value in exchange.items() if name.startswith("weights/")
    }


def model(name, exchange):
    """A network of the zoo with Fovea's weights."""
    network = MODELS[name]()
    missing, unknown = network.load_state_dict(weights(exchange), strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    assert not missing and not unknown, (missing, unknown)
    return network


def in_memory_format(network, images, variant):
    """Both in the memory format that a variant's name begins with."""
    channels_last = variant.startswith("channels-last")
    memory_format = torch.channels_last if channels_last else torch.contiguous_format
    return network.to(memory_format=memory_format), images.contiguous(memory_format=memory_format)
