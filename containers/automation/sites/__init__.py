"""One package per generating site; each knows its site and nothing of our store, queue or storage."""
