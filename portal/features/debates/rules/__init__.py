"""What holds without anybody doing anything: how a draft is read, cut, named and compared."""
