"""PyTorch's side of the benchmark: one line of JSON in, one out, until nobody asks any more.

    python worker.py FAMILY

Each family is a class in workloads/FAMILY.py (dashes as underscores):

    class Peer:
        variants = ["contiguous", ...]              # optional; the fastest in warm-up is taken
        needs_torch = True                          # optional; without it tensors are NumPy's, and nothing is compared
        def __init__(self, exchange, parameters)    # tensors that Fovea wrote, and the row's parameters
        def results(self) -> dict of tensors       # what both sides must agree on
        def use(self, variant)                      # optional
        def iterate(self)                           # the work, once
        def compile(self)                           # optional: from now on through torch.compile
        def peak_bytes(self)                        # optional: where the process's own peak is not meant
"""

import importlib
import json
import logging
import os
import signal
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


class Worker:
    def __init__(self, family):
        self.family = family
        self.peer = None
        self.iterations = 1

    def answer(self, request):
        return getattr(self, request["command"])(request)

    def prepare(self, request):
        if self.family == "versions":
            return {"version": versions()}
        parameters, folder = request["parameters"], request["folder"]
        self.checks = request["checks"]
        module = importlib.import_module("workloads." + self.family.replace("-", "_"))
        # Who only draws does not carry PyTorch's memory.
        if not getattr(module.Peer, "needs_torch", True):
            from safetensors.numpy import load_file

            self.peer = module.Peer(load_file(folder + "/exchange.safetensors"), parameters)
            return {"threads": int(parameters["threads"])}
        import torch
        from safetensors.torch import load_file, save_file

        torch.set_num_threads(int(parameters["threads"]))
        torch.manual_seed(0)
        self.peer = module.Peer(load_file(folder + "/exchange.safetensors"), parameters)
        results = self.peer.results() if self.checks else {}
        if results:
            save_file(
                {name: value.detach().float().contiguous().clone() for name, value in results.items()},
                folder + "/peer.safetensors")
        return {"threads": torch.get_num_threads()}

    def warm(self, request):
        """Takes the fastest variant, then as many iterations as fill a round."""
        length = request["seconds"]
        best = None
        variants = getattr(self.peer, "variants", [])
        # A process that only shows its memory tries nothing out.
        for variant in variants if self.checks else variants[:1]:
            self.peer.use(variant)
            seconds = self.settle(length)
            if best is None or seconds < best[0]:
                best = (seconds, variant)
        if best:
            self.peer.use(best[1])
        self.settle(length)
        return {"iterations": self.iterations, "variant": best[1] if best else None}

    def settle(self, length):
        """Runs for about two rounds, finds how many iterations one has, and the time of one."""
        self.peer.iterate()
        single = self.time(1)
        self.iterations = 1
        if single < length / 2:
            single = self.time(int(length / single))
            self.iterations = max(1, round(length / single))
        return single

    def time(self, count):
        start = time.perf_counter()
        for _ in range(count):
            self.peer.iterate()
        return (time.perf_counter() - start) / count

    def round(self, request):
        return {"seconds": self.time(self.iterations)}

    def memory(self, request):
        if hasattr(self.peer, "peak_bytes"):
            return {"peakBytes": self.peer.peak_bytes()}
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return {"peakBytes": int(line.split()[1]) * 1024}
        return {"peakBytes": 0}

    def compile(self, request):
        """The median of five rounds through torch.compile, if that works within the time limit."""
        # A compilation that the time limit ends is told to the driver in one line, not in a hundred on the terminal.
        logging.disable(logging.CRITICAL)
        os.environ["TORCHINDUCTOR_CACHE_DIR"] = request["folder"] + "/inductor"

        def expired(number, frame):
            raise TimeoutError(f"torch.compile was not done within {request['seconds']:.0f} s")

        signal.signal(signal.SIGALRM, expired)
        signal.alarm(int(request["seconds"]))
        try:
            self.peer.compile()
            for _ in range(3):
                self.peer.iterate()
            return {"seconds": statistics.median(self.time(self.iterations) for _ in range(5))}
        finally:
            signal.alarm(0)


def versions():
    import platform

    import matplotlib
    import torch

    return f"PyTorch {torch.__version__}, matplotlib {matplotlib.__version__}, Python {platform.python_version()}"


def main():
    # Libraries may print; the driver must not read that as an answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    worker = Worker(sys.argv[1])
    for line in sys.stdin:
        try:
            reply = worker.answer(json.loads(line))
        except Exception as error:  # the driver says which row failed and why
            reply = {"error": " ".join(f"{type(error).__name__}: {error}".split())[:400]}
        answers.write(json.dumps(reply) + "\n")


if __name__ == "__main__":
    main()
