"""A picture of a page → the page's characters and rulings: the `ocr` extra (rapidocr, onnxruntime, numpy, Pillow).

Nothing is fetched: the models are files of the rapidocr wheel. Nothing here is imported unless a picture is read.
"""
