"""Writes tensorboard.tfevents: scalars as PyTorch's SummaryWriter and as TensorFlow 2 store them, by the tensorboard package."""

import pathlib
import shutil
import tempfile

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util.tensor_util import make_tensor_proto

folder = tempfile.mkdtemp()
writer = EventFileWriter(folder)
for step, loss in enumerate([0.5, 0.25, 0.125]):
    value = Summary.Value(tag="loss/train", simple_value=loss)
    writer.add_event(Event(wall_time=1000.0 + step, step=step, summary=Summary(value=[value])))
value = Summary.Value(tag="loss/validation", tensor=make_tensor_proto(1.5, dtype="float32"))
writer.add_event(Event(wall_time=1003.0, step=2, summary=Summary(value=[value])))
writer.close()
target = pathlib.Path(__file__).parent / "tensorboard.tfevents"
shutil.copy(next(pathlib.Path(folder).iterdir()), target)
shutil.rmtree(folder)
