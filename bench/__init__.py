"""The measurements behind `aftersail bench NAME`: one package or module each, with a `run(*, quick, data)`."""
