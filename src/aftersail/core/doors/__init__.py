"""The doors of the house: second factors, identity providers, directories; who may come in, and how."""
